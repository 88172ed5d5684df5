/**
 * The binaries of koffi, by which OPM makes native calls. `dist/native/` has those for the machine it was built on, so
 * that it runs alone; the npm package leaves them out and names the packages that carry them.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignPackage } from './foreign-package.mjs';
import { ROOT } from './project.mjs';

/** Relative to `dist/`; src/runtime/native/library/koffi-file.ts knows it too. */
const FOLDER = 'native';

/** @typedef {import('./bun.mjs').Target} Target */

/**
 * Puts the binaries for this machine into a build: for each C library that its package has one for.
 *
 * @param {string} dist
 */
export function putKoffi(dist) {
  const { platform, arch } = process;
  const carried = join(ROOT, `node_modules/@koromix/koffi-${platform}-${arch}`);
  put(join(carried, `${platform}_${arch}/koffi.node`), join(dist, FOLDER, `koffi-${platform}-${arch}.node`));
  put(join(carried, `musl_${arch}/koffi.node`), join(dist, FOLDER, `koffi-${platform}-${arch}-musl.node`));
}

/**
 * What of a build an executable for this machine embeds, relative to `dist/`.
 *
 * @param {string} dist
 */
export function hostKoffi(dist) {
  const folder = join(dist, FOLDER);
  return existsSync(folder) ? readdirSync(folder).map((name) => `${FOLDER}/${name}`) : [];
}

/**
 * Puts the binary for another platform into a build, and returns its path relative to `dist/`.
 *
 * @param {Target} target
 * @param {string} dist
 * @param {string} work a folder to unpack its package in
 */
export function foreignKoffi(target, dist, work) {
  const carried = foreignPackage(`@koromix/koffi-${target}`, join(work, 'koffi'));
  const file = `${FOLDER}/koffi-${target}.node`;
  put(join(carried, `${target.replace('-', '_')}/koffi.node`), join(dist, file));
  return [file];
}

/**
 * @param {string} from
 * @param {string} to
 */
function put(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
