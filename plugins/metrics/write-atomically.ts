import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file atomically, so that a reader sees either the old text or the new. There is no fsync: after a power
 * loss the next write repairs the file.
 *
 * @throws an error that names the file; the old file is then intact
 */
export async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  // Always the same name, so that leftovers of a killed daemon are removed. It does not end in .prom.
  const temporary = join(dirname(path), `.${basename(path)}.opm-tmp`);
  try {
    await remove(temporary);
    // Exclusive: in a folder that others can write to, their links are not followed.
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.chmod(mode);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await remove(temporary).catch(() => {});
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? new Error(`the folder ${dirname(path)} does not exist`, { cause }) : cause;
    throw new Error(`cannot write ${path}`, { cause: reason });
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
