/** Finds Bun among the packages: it compiles the executable and is the runtime inside it. */
import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignPackage } from './foreign-package.mjs';
import { ROOT } from './project.mjs';

/** The package that carries the runtime for each target. */
export const TARGETS = {
  'linux-x64': '@oven/bun-linux-x64',
  'linux-x64-musl': '@oven/bun-linux-x64-musl',
  'linux-arm64': '@oven/bun-linux-aarch64',
  'linux-arm64-musl': '@oven/bun-linux-aarch64-musl',
  'darwin-x64': '@oven/bun-darwin-x64',
  'darwin-arm64': '@oven/bun-darwin-aarch64',
};

/** @typedef {keyof typeof TARGETS} Target */

export const HOST = /** @type {Target} */ (`${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`);

/** A smaller file is the package's placeholder and not a runtime. */
const SMALLEST_BYTES = 10_000_000;

/** A program names its loader near its beginning; musl's is called `ld-musl-<arch>.so.1`. */
function isMusl() {
  if (process.platform !== 'linux') return false;
  const head = Buffer.alloc(4096);
  const descriptor = openSync(process.execPath, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return head.includes('/ld-musl-');
}

/**
 * The Bun for this machine. The install script of the package `bun`, which may not have run, moves it from the
 * platform's package into its own.
 */
export function hostBun() {
  const modules = dirname(realpathSync(join(ROOT, 'node_modules/bun')));
  const packages = existsSync(join(modules, '@oven')) ? readdirSync(join(modules, '@oven')) : [];
  const places = [
    ...packages.map((name) => join(modules, '@oven', name, 'bin/bun')),
    join(modules, 'bun/bin/bun.exe'),
  ];
  const found = places.find((place) => existsSync(place) && statSync(place).size > SMALLEST_BYTES);
  if (found === undefined) throw new Error(`There is no Bun for ${HOST} in ${places.join(' or ')}`);
  return found;
}

/**
 * The Bun for another platform.
 *
 * @param {Target} target
 * @param {string} folder where to put it
 */
export function foreignBun(target, folder) {
  return join(foreignPackage(TARGETS[target], folder), 'bin/bun');
}
