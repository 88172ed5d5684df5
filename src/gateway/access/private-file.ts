import fs from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { randomSecret } from './random-secret.ts';

const TEMPORARY = '.new-';

/**
 * Creates a file that only its owner can read. It is complete and on disk when this returns; a missing folder is
 * created.
 *
 * @returns `false` if a file with that name already exists; it is left alone
 * @throws the system's error
 */
export async function createPrivateFile(file: string, value: object): Promise<boolean> {
  const folder = path.dirname(file);
  await makeFolder(folder);
  const aside = path.join(folder, `${TEMPORARY}${randomSecret().slice(0, 12)}`);
  try {
    const handle = await fs.open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Not a rename, which would replace an existing file.
    await fs.link(aside, file);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await fs.rm(aside, { force: true });
  }
  await syncFolder(folder);
  return true;
}

/** The names of the files in a folder, sorted; empty if it is missing. @throws the system's error */
export async function privateFilesIn(folder: string): Promise<string[]> {
  try {
    return (await fs.readdir(folder)).filter((name) => !name.startsWith(TEMPORARY)).sort();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** @returns `false` if it was already gone: of several concurrent removals, one returns `true` */
export async function removePrivateFile(file: string): Promise<boolean> {
  try {
    await fs.unlink(file);
    await syncFolder(path.dirname(file));
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Not `recursive`: a deleted home must not be recreated. */
async function makeFolder(folder: string): Promise<void> {
  for (const each of [path.dirname(folder), folder]) {
    try {
      await fs.mkdir(each, 0o700);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
