/**
 * `deno task compile [--output FILE]`: builds the standalone executable with `deno compile`, from the same `dist/`.
 *
 * It needs Deno's base runtime, which Deno downloads from its own site unless `DENORT_BIN` names a local one. With
 * any other program (`DENORT_BIN=/bin/true`) everything but the result can be inspected: it lists what would be
 * embedded, but the file does not run.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { HOST } from './bun.mjs';
import { denoBinary } from './deno.mjs';
import { executableEntries } from './entries.mjs';
import { koffiOf } from './koffi.mjs';
import { main, ROOT, run } from './project.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { output: { type: 'string' } } });
  await ensureBuilt();
  const dist = join(ROOT, 'dist');
  const [program, ...others] = /** @type {[string, ...string[]]} */ (executableEntries(dist));
  const code = await run(
    denoBinary(),
    [
      'compile',
      // Reading /proc needs all of them.
      '--allow-all',
      // dist/ has everything; with the project's own settings all of node_modules would be included.
      '--no-config',
      '--no-lock',
      '--node-modules-dir=none',
      '--no-check',
      `--output=${resolve(values.output ?? join(dist, 'opm'))}`,
      ...[...others, koffiOf(HOST)].map((file) => `--include=${file}`),
      program,
    ],
    { cwd: dist },
  );
  if (code !== 0 && process.env.DENORT_BIN === undefined) {
    console.error('If the base runtime cannot be downloaded, set DENORT_BIN=<file> to a local one.');
  }
  return code;
});
