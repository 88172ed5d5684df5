import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const MOST_BYTES = 1024 * 1024;

/**
 * Reads a file that must be a secret. The permissions are those of the very file that is read, behind any links.
 *
 * @throws when it is no regular file, is not UTF-8, is larger than 1 MiB, can be changed by everybody, or can be read
 *   by everybody without leave
 */
export async function readSecretFile(
  path: string,
  { allowWorldReadable, signal }: { allowWorldReadable: boolean; signal: AbortSignal },
): Promise<string> {
  // Without O_NONBLOCK a named pipe would be waited for, past every deadline.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('is not a regular file');
    const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
    if (stat.mode & 0o002) throw new Error(`can be changed by everybody (mode ${mode}): chmod o-w`);
    if (stat.mode & 0o004 && !allowWorldReadable) {
      throw new Error(`can be read by everybody (mode ${mode}): chmod o-r, or set allowWorldReadable`);
    }
    if (stat.size > MOST_BYTES) throw new Error('is larger than 1 MiB');
    return decode(await file.readFile({ signal }));
  } finally {
    await file.close();
  }
}

/** @throws when it is not UTF-8 */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('is not UTF-8 text');
  }
}
