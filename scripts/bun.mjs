/** Finds the Bun among the packages: the compiler of the executable, and the runtime inside it. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignPackage } from './foreign-package.mjs';
import { ROOT } from './project.mjs';

/** The package that carries the runtime for each target. */
export const TARGETS = {
  'linux-x64': '@oven/bun-linux-x64',
  'linux-arm64': '@oven/bun-linux-aarch64',
  'darwin-x64': '@oven/bun-darwin-x64',
  'darwin-arm64': '@oven/bun-darwin-aarch64',
};

/** @typedef {keyof typeof TARGETS} Target */

export const HOST = /** @type {Target} */ (`${process.platform}-${process.arch}`);

/** Smaller than this it is the stand-in that the package brings, and not a runtime. */
const SMALLEST_BYTES = 10_000_000;

/**
 * The Bun of this machine. The install script of the package `bun`, which need not have run, moves it from the
 * package of the platform into its own.
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
 * The Bun of another platform.
 *
 * @param {Target} target
 * @param {string} folder where to put it
 */
export function foreignBun(target, folder) {
  return join(foreignPackage(TARGETS[target], folder), 'bin/bun');
}
