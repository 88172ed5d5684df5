import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 8 * 1024;
/** Room for a complete error: its message, ten lines of stack and what follows them. */
const TAIL_LINES = 15;

/**
 * The last lines of the daemon's log, for messages; empty when there are none or they cannot be read.
 *
 * @param fromBytes offset in the file at which to begin
 */
export function daemonLogTail(file: string, fromBytes = 0): string[] {
  try {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      const start = Math.max(fromBytes, size - TAIL_BYTES);
      if (start >= size) return [];
      const bytes = Buffer.alloc(size - start);
      const text = bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, start));
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return lines.slice(-TAIL_LINES);
    } finally {
      closeSync(fd);
    }
  } catch {
    return [];
  }
}
