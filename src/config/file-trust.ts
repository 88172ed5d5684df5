import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileUntrusted } from './config-errors.ts';

const GROUP_WRITABLE = 0o020;
const OTHERS_WRITABLE = 0o002;
const STICKY = 0o1000;

/**
 * Run as root, refuses a file that anybody but root could write or replace: the file itself, and every folder
 * on the way to it (also of the link, where it is one). A sticky folder such as `/tmp` is fine, as nobody may
 * replace root's files in it. For any other user this does nothing: their files are theirs.
 *
 * A path that does not exist passes; whoever opens it says so better.
 *
 * @throws `FILE_UNTRUSTED`
 */
export function refuseWritableByOthers(path: string): void {
  if (process.getuid?.() !== 0) return;
  const named = resolve(path);
  const checked = new Set<string>();
  for (const start of [named, realPath(named)]) {
    for (let at = start; !checked.has(at); at = dirname(at)) {
      checked.add(at);
      checkOne(named, at, statOf(at));
    }
  }
}

function checkOne(path: string, at: string, stats: Stats | null): void {
  if (stats === null || isHandedOver(at, stats)) return;
  const what = at === path ? 'it' : `the ${stats.isDirectory() ? 'folder' : 'file'} ${at}`;
  if (stats.uid !== 0) {
    throw fileUntrusted(
      path,
      `${what} belongs to user ${stats.uid}`,
      `Run "chown root ${at}", or run OPM as that user`,
    );
  }
  if (stats.isDirectory() && (stats.mode & STICKY) !== 0) return;
  if ((stats.mode & OTHERS_WRITABLE) !== 0) {
    throw fileUntrusted(path, `everybody can write ${what}`, `Run "chmod o-w ${at}"`);
  }
  if ((stats.mode & GROUP_WRITABLE) !== 0 && stats.gid !== 0) {
    throw fileUntrusted(path, `group ${stats.gid} can write ${what}`, `Run "chmod g-w ${at}"`);
  }
}

/** A pipe or terminal that the caller opened (`/dev/stdin`, `/dev/fd/63`): its mode says nothing. */
function isHandedOver(at: string, stats: Stats): boolean {
  return at.startsWith('/dev/') && !stats.isFile() && !stats.isDirectory();
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
