import fs from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import { snapshotUnreadable } from './snapshot-errors.ts';

const NAME = /^snapshot-(\d{6,15})\.json(\.damaged(-\d+)?)?$/;
export const TEMPORARY_PREFIX = 'snapshot.new.';

/** One file of the folder that holds a generation. */
export interface GenerationFile {
  generation: number;
  file: string;
  /** It was found damaged and has been renamed. */
  aside: boolean;
}

/**
 * Every generation in the folder, newest first, including those that were set aside.
 *
 * @throws OpmError SNAPSHOT_UNREADABLE (1)
 */
export async function readFolder(folder: string): Promise<GenerationFile[]> {
  return (await namesIn(folder))
    .flatMap((name) => {
      const found = NAME.exec(name);
      if (found === null) return [];
      return [{ generation: Number(found[1]), file: path.join(folder, name), aside: found[2] !== undefined }];
    })
    .sort((a, b) => b.generation - a.generation || Number(a.aside) - Number(b.aside));
}

export function generationPath(folder: string, generation: number): string {
  return path.join(folder, `snapshot-${String(generation).padStart(6, '0')}.json`);
}

/** Creates the folder if it is missing. Not `recursive`: a home that was deleted must not be recreated. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, 0o700);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return;
    throw error;
  }
  await syncFolder(path.dirname(folder));
}

/** Writes a new file, so that its content is on disk when this returns. */
export async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    faultPoint('snapshot.created');
    await handle.writeFile(bytes);
    faultPoint('snapshot.written');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a file the next number that was never used, not even by a generation that was set aside. */
export async function linkToNext(
  folder: string,
  temporary: string,
): Promise<{ generation: number; file: string }> {
  for (;;) {
    const [newest] = await readFolder(folder);
    const generation = (newest?.generation ?? 0) + 1;
    const file = generationPath(folder, generation);
    try {
      // Not a rename, which would replace what is there.
      await fs.link(temporary, file);
      return { generation, file };
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** @returns the new name, or the old one where the folder cannot be written to, which is just as safe */
export async function keepAside(file: string): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const aside = `${file}.damaged${attempt === 0 ? '' : `-${attempt}`}`;
    try {
      await fs.link(file, aside);
      faultPoint('snapshot.kept-aside');
      await fs.unlink(file);
      return aside;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') return file;
    }
  }
}

/** Deletes the oldest generations, but never one that was set aside, and whatever a killed writer left behind. */
export async function prune(folder: string, keep: number): Promise<void> {
  const generations = (await readFolder(folder)).filter(({ aside }) => !aside);
  for (const { file } of generations.slice(keep)) {
    await fs.unlink(file);
    faultPoint('snapshot.pruned-one');
  }
  for (const name of await namesIn(folder)) {
    if (name.startsWith(TEMPORARY_PREFIX)) await fs.unlink(path.join(folder, name));
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw snapshotUnreadable(folder, error);
  }
}
