import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * Downloads the package for another platform, in the version and with the checksum of the lock file.
 *
 * @param {string} name
 * @param {string} folder where to put it
 * @returns {string} its folder
 */
export function foreignPackage(name, folder) {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, packageOf(`${name}@${version}`, folder));
  const checksum = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (checksum !== integrity)
    throw new Error(`${name}@${version} has the checksum ${checksum}, but the lock file says ${integrity}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder, 'package']);
  return join(folder, 'package');
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
    throw new Error(`Cannot download ${specifier}`, { cause: error });
  }
}
