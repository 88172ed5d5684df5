import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { runtimeName } from '../self.ts';

/**
 * Like `accessSync` of `node:fs`: whether this process may read, write or execute a file, or enter a folder. A file
 * system that is mounted read-only is only told where the system itself is asked.
 *
 * Deno asks nobody: it compares the bits of the mode, so it refuses root what belongs to others, and follows no link.
 * Seen in Deno 2.9.6; https://github.com/denoland/deno/issues/16260 was closed without it. Over when
 * test/runtime/quirks passes on Deno with `accessSync` alone.
 *
 * @param mode of `access(2)`
 * @throws the system's error, EACCES where it may not
 */
export function checkAccess(path: string, mode: number): void {
  if (runtimeName() === 'deno') checkByMode(path, mode);
  else accessSync(path, mode);
}

function checkByMode(path: string, mode: number): void {
  const found = statSync(path);
  if (process.geteuid?.() === 0) {
    // Root may do everything but execute what nobody may.
    if ((mode & constants.X_OK) === 0 || found.isDirectory() || (found.mode & 0o111) !== 0) return;
  } else if ((mode & bitsFor(found) & 0o7) === mode) return;
  throw Object.assign(new Error(`EACCES: permission denied, access '${path}'`), { code: 'EACCES', path });
}

function bitsFor({ mode, uid, gid }: { mode: number; uid: number; gid: number }): number {
  if (uid === process.geteuid?.()) return mode >> 6;
  return groups().includes(gid) ? mode >> 3 : mode;
}

let known: number[] | undefined;

/** `process.getgroups` of Deno has none. */
function groups(): number[] {
  known ??= [process.getegid?.() ?? -1, ...supplementaryGroups()];
  return known;
}

function supplementaryGroups(): number[] {
  if (process.platform !== 'linux') return [];
  const [, line = ''] = /^Groups:(.*)$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return line.split(/\s+/).filter(Boolean).map(Number);
}
