import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const MOST_BYTES = 1024 * 1024;

/**
 * Reads a file that must be secret. It checks the permissions of the file actually read, after following any links.
 *
 * @throws if it is not a regular file, is not UTF-8, is larger than 1 MiB, is writable by everybody, or is readable by
 *   everybody without permission
 */
export async function readSecretFile(
  path: string,
  { allowWorldReadable, signal }: { allowWorldReadable: boolean; signal: AbortSignal },
): Promise<string> {
  // Without O_NONBLOCK, opening a named pipe would block past every deadline.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('is not a regular file');
    const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
    if (stat.mode & 0o002) throw new Error(`is writable by everybody (mode ${mode}): chmod o-w`);
    if (stat.mode & 0o004 && !allowWorldReadable) {
      throw new Error(`is readable by everybody (mode ${mode}): chmod o-r, or set allowWorldReadable`);
    }
    if (stat.size > MOST_BYTES) throw new Error('is larger than 1 MiB');
    return decode(await file.readFile({ signal }));
  } finally {
    await file.close();
  }
}

/** @throws if it is not UTF-8 */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('is not UTF-8 text');
  }
}
