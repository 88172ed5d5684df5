import { closeSync, openSync, readSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { processTableUnreadable } from './process-table-errors.ts';

/** The system errors that mean "gone" or "not for you". */
export const NO_ANSWER: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR']);

/** The resources that this process, or the machine, has run out of: this says nothing about the process in question. */
const SHORTAGES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/**
 * Reads the beginning of `/proc/PID/<file>` into `buffer`, as much as fits, and returns its length. A process decides
 * itself what some of its files hold and how much (`prctl(PR_SET_MM_MAP)`: gigabytes), so never more is read.
 *
 * `null` when there is no such process, it is not for this user to read, or the reading fails for a reason that lies
 * with that process.
 *
 * @throws OpmError PROCESS_TABLE_UNREADABLE when something has run out: that must never look like a death
 */
export function readProcessFile(pid: number, file: string, buffer: Buffer): number | null {
  if (!isPid(pid)) return null;
  const path = `/proc/${pid}/${file}`;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      // `stat` comes in one piece. The others may come a page at a time and are read until nothing comes.
      if (count === 0 || file === 'stat') break;
    }
    return length;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (NO_ANSWER.has(code) || (file !== 'stat' && !SHORTAGES.has(code))) return null;
    throw processTableUnreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

export function isPid(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}
