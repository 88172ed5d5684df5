import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../../../errors.ts';

/** A file without a name (open(2)). Node has no constant for it. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;

/**
 * Puts `bytes` into a file that nobody else can open or predict, passes its path to `use`, and leaves nothing behind:
 * on Linux the file has no name by then, and lives as long as this process keeps it open.
 *
 * @throws what `use` throws, or the system's error when the folder cannot be written
 */
export function unpackPrivately<Result>(
  bytes: Buffer,
  folder: string,
  use: (path: string) => Result,
): Result {
  const name = join(folder, `.opm-${randomBytes(16).toString('hex')}.node`);
  const descriptor = openNameless(folder) ?? openSync(name, 'wx+', 0o700);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    if (process.platform === 'darwin') return use(name);
    removeName(name);
    return use(`/proc/self/fd/${descriptor}`);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  } finally {
    removeName(name);
  }
}

/** `null` if the runtime or the file system does not support such files. */
function openNameless(folder: string): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return openSync(folder, O_TMPFILE | constants.O_RDWR, 0o700);
  } catch {
    return null;
  }
}

function removeName(name: string): void {
  try {
    unlinkSync(name);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}
