/**
 * `npm run build`: rebuilds `dist/` if the sources have changed since the last build (`--force`: always).
 *
 * It builds in another folder and then swaps it in, so that a program running from `dist/` never sees half a build.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { putKoffi } from './koffi.mjs';
import { BUILD_INPUTS, DENO_RUN, isMain, main, ON_DENO, ROOT, WITH_TYPES } from './project.mjs';

const DIST = join(ROOT, 'dist');
const WORK = join(ROOT, 'node_modules/.cache/opm-build');
const STAMP = join(WORK, 'built-from');

/** @param {{ force?: boolean }} [options] */
export async function ensureBuilt({ force = false } = {}) {
  await ensureInstalled();
  const state = inputState();
  if (!force && existsSync(join(DIST, 'cli.mjs')) && readStamp() === state) return;
  const startedAt = performance.now();
  const aside = join(WORK, String(process.pid));
  try {
    await bundle(aside);
    checkPublished(aside);
    putKoffi(aside);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(aside, DIST);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  writeFileSync(STAMP, state);
  console.error(`Built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** @param {string} folder */
async function bundle(folder) {
  const words = [...(ON_DENO ? DENO_RUN : []), join(ROOT, 'scripts/bundle.mjs'), folder];
  try {
    await promisify(execFile)(process.execPath, words, { cwd: ROOT });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new Error(`The build failed.\n${stdout ?? ''}${stderr ?? ''}`.trimEnd(), { cause: error });
  }
}

/**
 * Checks that every file that package.json exports exists.
 *
 * @param {string} folder
 */
function checkPublished(folder) {
  const { bin, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const files = JSON.stringify([bin, exports]).matchAll(/"(?:\.\/)?dist\/([^"]+)"/g);
  const missing = [...files]
    .map(([, file]) => String(file))
    .filter((file) => WITH_TYPES || !file.endsWith('.d.mts'))
    .filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    throw new Error(`package.json names files that the build did not produce: ${missing}`);
}

function inputState() {
  const hash = createHash('sha256');
  for (const file of BUILD_INPUTS.flatMap(filesBelow))
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.update(`${WITH_TYPES}`).update(commit()).digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (path.includes('.')) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|css|html)$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => join(path, name))
    .sort();
}

/** The commit is part of `opm --version --json`. */
function commit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
}

function readStamp() {
  mkdirSync(WORK, { recursive: true });
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await ensureBuilt({ force: process.argv.includes('--force') });
    return 0;
  });
}
