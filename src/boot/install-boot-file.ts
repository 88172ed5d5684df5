import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OpmError } from '../errors.ts';
import { bootFileForeign, bootFileOfOtherHome, bootFileUnusable } from './boot-errors.ts';
import type { BootPlace } from './boot-files.ts';
import { homeLine, MADE_BY } from './boot-spec.ts';

/**
 * Puts a boot file and its link in place, each atomically. Run again, it updates them.
 *
 * @throws `OpmError` (1) `BOOT_FILE_FOREIGN`, `BOOT_FILE_OF_OTHER_HOME` or `BOOT_FILE_UNUSABLE`
 */
export function installBootFile(place: BootPlace, content: string, home: string): void {
  const { file, link } = place;
  guarded(file, () => {
    refuseOthers(file, home);
    mkdirSync(dirname(file), { recursive: true });
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, content, { mode: place.mode });
    // The caller's umask must not decide who may read it.
    chmodSync(aside, place.mode);
    renameSync(aside, file);
  });
  if (link === null) return;
  guarded(link.path, () => {
    mkdirSync(dirname(link.path), { recursive: true });
    rmSync(link.path, { force: true });
    symlinkSync(link.target, link.path);
  });
}

/**
 * Removes a boot file and its link, the link first.
 *
 * @returns false when there was none
 * @throws `OpmError` (1) like {@link installBootFile}
 */
export function removeBootFile({ file, link }: BootPlace, home: string): boolean {
  return guarded(file, () => {
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return false;
    refuseOthers(file, home);
    if (link !== null) guarded(link.path, () => rmSync(link.path, { force: true }));
    rmSync(file);
    return true;
  });
}

function refuseOthers(file: string, home: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
  const content = readFileSync(file, 'utf8');
  if (!content.includes(MADE_BY)) throw bootFileForeign(file);
  if (!content.includes(homeLine(home))) throw bootFileOfOtherHome(file, home);
}

function guarded<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof OpmError ? error : bootFileUnusable(file, error);
  }
}
