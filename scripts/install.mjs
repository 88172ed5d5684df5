/**
 * Installs the packages in the lock file if any is missing or has a different version. Needs only the runtime, so that
 * `npm start` and `npm test` work in a fresh clone.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ON_DENO, ROOT, runOrThrow } from './project.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} LockFile */

export async function ensureInstalled() {
  if (ON_DENO) {
    // Deno can use npm's folder; without one, Deno installs from package.json itself.
    if (missingPackage(ROOT) !== null && !existsSync(join(ROOT, 'node_modules/.deno'))) {
      await runOrThrow('Installing packages', process.execPath, ['install']);
    }
    return;
  }
  const missing = missingPackage(ROOT);
  if (missing === null) return;
  const isFresh = !existsSync(join(ROOT, 'node_modules'));
  console.error(
    isFresh
      ? 'Installing packages'
      : `Installing packages (${missing} is not the one package-lock.json names)`,
  );
  // No package needs its install script, and npm 12 does not run any.
  await runOrThrow('Installing packages', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/**
 * The first package that is not installed as in the lock file, or null. Optional ones are ignored: most are for other
 * platforms.
 *
 * @param {string} root
 * @returns {string | null}
 */
export function missingPackage(root) {
  const wanted = readLock(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readLock(join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path !== '' && !optional && installed[path]?.version !== version) return path;
  }
  return null;
}

/**
 * @param {string} file
 * @returns {LockFile | null}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
