import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { EXIT, OpmError, systemErrorCode } from '../../errors.ts';
import { accountName } from '../accounts.ts';

/** A file in the home that OPM would trust, but that someone else put there. */
function fileOfOther(path: string, why: string): OpmError {
  return new OpmError({
    code: 'FILE_OF_OTHER',
    exitCode: EXIT.badData,
    message: `Refusing to use "${path}": ${why}. Find out how it got there and move it away`,
  });
}

/**
 * Opens a file in the home that OPM trusts: a regular file, not a link, and put there by this user or by root. The
 * descriptor is what gets checked, so nothing can be swapped between the check and the use. Never blocks, as opening
 * a named pipe would.
 *
 * @param flags of `open(2)`
 * @throws OpmError FILE_OF_OTHER (65), or the system's error
 */
export function openOwn(path: string, flags: number, mode = 0o600): number {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, mode);
  } catch (error) {
    if (systemErrorCode(error) === 'ELOOP') throw fileOfOther(path, 'it is a symbolic link');
    throw error;
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory())
      throw Object.assign(new Error(`EISDIR: it is a folder: ${path}`), { code: 'EISDIR' });
    if (!stats.isFile()) throw fileOfOther(path, 'it is not a regular file');
    const userId = process.geteuid?.() ?? stats.uid;
    if (stats.uid !== userId && stats.uid !== 0)
      throw fileOfOther(path, `it belongs to ${accountName(stats.uid)}, not to ${accountName(userId)}`);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The content of such a file. @throws like {@link openOwn} */
export function readOwn(path: string): Buffer {
  const descriptor = openOwn(path, constants.O_RDONLY);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
