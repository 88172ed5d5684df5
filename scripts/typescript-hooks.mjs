/** Registered by `typescript.mjs`: replaces the types in a file by blanks, so that no position changes. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../node_modules/.cache/opm-typescript/', import.meta.url));

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !/\.m?ts$/.test(pathname)) return nextLoad(url, context);
  const path = fileURLToPath(url);
  return { format: 'module', source: await withoutTypes(path), shortCircuit: true };
}

/** @param {string} path */
async function withoutTypes(path) {
  const text = readFileSync(path, 'utf8');
  const kept = `${CACHE}${hash(path)}.mjs`;
  const mark = `\n//${hash(text)}`;
  const found = readIfThere(kept);
  if (found?.endsWith(mark)) return found;
  const { default: blankTypes } = await import('ts-blank-space');
  const source = blankTypes(text) + mark;
  keep(kept, source);
  return source;
}

/** @param {string} text */
function hash(text) {
  return createHash('sha1').update(text).digest('hex');
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Atomically, since many processes do this at the same time.
 *
 * @param {string} path
 * @param {string} source
 */
function keep(path, source) {
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, source);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Another user's process, or a disk that a test filled: it is recreated the next time.
  }
}
