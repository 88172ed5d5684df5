import { constants, fchownSync, fstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { isRootsAlone, openLog } from './open-log.ts';

const ROOT = 0;

/**
 * Opens a log like {@link openLog}, and gives it to the user that writes it: programs open `/dev/stderr` anew, and that
 * is their log with its owner and mode.
 *
 * Only what root has just made is given away, or what lies where nobody but root can have put it. A file of root that
 * somebody has moved to the place of the log is not.
 */
export function openLogFor(owner: number, path: string, flags: number, mode = 0o600): number {
  const { descriptor, isNew } = openNewOrOld(path, flags, mode);
  const stats = fstatSync(descriptor);
  const isRoots = stats.isFile() && stats.uid === ROOT && stats.nlink === 1;
  if (isRoots && (isNew || isRootsAlone(dirname(resolve(path))))) fchownSync(descriptor, owner, -1);
  return descriptor;
}

function openNewOrOld(path: string, flags: number, mode: number): { descriptor: number; isNew: boolean } {
  try {
    return { descriptor: openLog(path, flags | constants.O_CREAT | constants.O_EXCL, mode), isNew: true };
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    return { descriptor: openLog(path, flags, mode), isNew: false };
  }
}
