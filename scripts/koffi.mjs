/**
 * The binaries of koffi, which OPM uses for native calls. `dist/native/` has those for the machine it was built on, so
 * that it is self-contained; the npm package leaves them out and depends on the packages that contain them.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignPackage } from './foreign-package.mjs';
import { ROOT } from './project.mjs';

/** Relative to `dist/`; src/runtime/native/library/koffi-file.ts knows it too. */
const FOLDER = 'native';

/** @typedef {import('./bun.mjs').Target} Target */

/**
 * Copies the binaries for this machine into a build, one for each C library that its package supports.
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
 * The binary for one platform, relative to `dist/`.
 *
 * @param {Target} target
 */
export function koffiOf(target) {
  return `${FOLDER}/koffi-${target}.node`;
}

/**
 * Copies the binary for another platform into a build.
 *
 * @param {Target} target
 * @param {string} dist
 * @param {string} work a folder to unpack its package in
 */
export function putForeignKoffi(target, dist, work) {
  const [platform, arch, libc] = target.split('-');
  const carried = foreignPackage(koffiPackage(target), work);
  put(join(carried, `${libc ?? platform}_${arch}/koffi.node`), join(dist, koffiOf(target)));
}

/**
 * The package that contains the binary for a platform.
 *
 * @param {Target} target
 */
export function koffiPackage(target) {
  return `@koromix/koffi-${target.replace('-musl', '')}`;
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
