import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './project.mjs';

/**
 * The dashboard's files by their URL path, bundled and minified.
 *
 * @returns {Promise<Record<string, { type: string, text: string }>>}
 */
export async function buildPage() {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'dashboard/page.tsx'), join(ROOT, 'dashboard/page.css')],
    absWorkingDir: ROOT,
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'error',
  });
  const textOf = (/** @type {string} */ end) =>
    outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return {
    '/': {
      type: 'text/html; charset=utf-8',
      text: await readFile(join(ROOT, 'dashboard/index.html'), 'utf8'),
    },
    '/assets/page.js': { type: 'text/javascript; charset=utf-8', text: textOf('.js') },
    '/assets/page.css': { type: 'text/css; charset=utf-8', text: textOf('.css') },
  };
}
