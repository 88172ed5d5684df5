import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FollowedFile } from './followed-file.ts';

/** How often to check files in a folder that cannot be watched: it is missing, or watches have run out. */
const POLL_MS = 250;

/**
 * Reads files whenever something is written to them, until `until` aborts. It watches folders, not files, so that it
 * notices a file being rotated away or created.
 *
 * @throws whatever reading throws, after everything was released
 */
export async function followFiles(files: readonly FollowedFile[], until: AbortSignal): Promise<void> {
  const byFolder = new Map<string, FollowedFile[]>();
  for (const file of files) {
    const folder = dirname(file.source.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const closers: (() => void)[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      if (until.aborted) resolve();
      until.addEventListener('abort', () => resolve(), { once: true });
      for (const [folder, among] of byFolder) closers.push(watchFolder(folder, among, reject));
      // Anything written between the first reading and the watch.
      for (const file of files) file.read().catch(reject);
    });
  } finally {
    for (const close of closers) close();
  }
}

/** Watches one folder, or polls it until it can be watched. Returns a function that ends that. */
function watchFolder(
  folder: string,
  files: readonly FollowedFile[],
  fail: (error: unknown) => void,
): () => void {
  const byName = new Map(files.map((file) => [basename(file.source.path), file]));
  const read = (file: FollowedFile): void => void file.read().catch(fail);
  let watcher: FSWatcher | null = null;
  let timer: NodeJS.Timeout | null = null;

  const begin = (): void => {
    try {
      watcher = watch(folder, (_event, name) => {
        const file = name === null ? undefined : byName.get(name);
        if (file !== undefined) read(file);
        // Another name may be the new name of a file that was rotated away while its writer keeps writing to it.
        else for (const other of files) if (name === null || other.isNameless) read(other);
      });
      watcher.on('error', poll);
      if (timer !== null) clearInterval(timer);
      timer = null;
    } catch {
      poll();
    }
  };
  const poll = (): void => {
    watcher?.close();
    watcher = null;
    timer ??= setInterval(() => {
      begin();
      files.forEach(read);
    }, POLL_MS);
  };

  begin();
  return () => {
    watcher?.close();
    if (timer !== null) clearInterval(timer);
  };
}
