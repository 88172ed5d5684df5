/** Finds the Bun among the packages: the compiler of the executable, and the runtime inside it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
 * The Bun of another platform, from the package registry, in the version and with the checksum of the lock file.
 *
 * @param {Target} target
 * @param {string} folder where to put it
 */
export function foreignBun(target, folder) {
  const name = TARGETS[target];
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, packageOf(`${name}@${version}`, folder));
  const checksum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (checksum !== integrity)
    throw new Error(`${name}@${version} is ${checksum}, the lock file wants ${integrity}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder, 'package/bin']);
  return join(folder, 'package/bin/bun');
}

/**
 * @param {string} specifier
 * @param {string} folder
 */
function packageOf(specifier, folder) {
  try {
    const args = ['pack', specifier, '--silent', '--pack-destination', folder];
    return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    throw new Error(`The registry does not give ${specifier}`, { cause: error });
  }
}
