import { constants, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { formatBytes } from '../../report/units.ts';
import { checkAccess } from '../../runtime/quirks/check-access.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const LITTLE_SPACE_BYTES = 256 * 1024 * 1024;
const NO_SPACE_BYTES = 1024 * 1024;

/** Whether OPM can work in its home and nobody else can. Changes nothing. */
export function checkHome(home: string): Finding[] {
  const stats = statOf(home);
  const place = stats === undefined ? existingParent(home) : home;
  return [
    stats === undefined ? checkMissing(home, place) : checkExisting(home, stats),
    checkSocketPath(home),
    checkDisk(place),
  ];
}

function checkMissing(home: string, parent: string): Finding {
  return isAccessible(parent)
    ? ok('home', `${home} does not exist yet; the first command creates it`)
    : fail(
        'home',
        `${home} does not exist and cannot be created: ${parent} is not writable. Set OPM_HOME to another folder`,
      );
}

function checkExisting(home: string, stats: Stats): Finding {
  const user = process.geteuid?.() ?? stats.uid;
  if (!stats.isDirectory()) return fail('home', `${home} is not a folder. Set OPM_HOME to another path`);
  if (stats.uid !== user) {
    return fail(
      'home',
      `${home} belongs to user ${stats.uid}, and this is user ${user}. Set OPM_HOME to a folder of your own`,
    );
  }
  if (!isAccessible(home)) return fail('home', `${home} is not writable. Is its disk read-only?`);
  if ((stats.mode & 0o077) !== 0) {
    return warn('home', `${home} is open to other users; the next command closes it (chmod 700)`);
  }
  return ok('home', `${home}, closed to other users`);
}

/** The system limits the length of a socket path, and with it that of the home. */
function checkSocketPath(home: string): Finding {
  const limit = process.platform === 'darwin' ? 103 : 107;
  const bytes = Buffer.byteLength(join(home, 'opm-00000000.sock'));
  return bytes <= limit
    ? ok('socket', `The socket path uses ${bytes} of ${limit} bytes`)
    : fail(
        'socket',
        `The socket path is ${bytes} bytes long and the system allows ${limit}. Set OPM_HOME to a shorter path`,
      );
}

function checkDisk(place: string): Finding {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(place);
    const free = bavail * bsize;
    // Some file systems do not count inodes and report 0 of 0.
    if (free < NO_SPACE_BYTES || (files > 0 && ffree === 0))
      return fail('disk', `The disk that holds ${place} is full`);
    return free < LITTLE_SPACE_BYTES
      ? warn('disk', `Only ${formatBytes(free)} free for ${place}`)
      : ok('disk', `${formatBytes(free)} free for ${place}`);
  } catch (error) {
    return warn('disk', `The free space for ${place} cannot be determined: ${messageOf(error)}`);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR' || systemErrorCode(error) === 'EACCES') return undefined;
    throw error;
  }
}

function existingParent(path: string): string {
  let parent = dirname(path);
  while (statOf(parent) === undefined && dirname(parent) !== parent) parent = dirname(parent);
  return parent;
}

function isAccessible(folder: string): boolean {
  try {
    checkAccess(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
