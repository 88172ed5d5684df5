import { closeSync, fstatSync, readSync } from 'node:fs';
import { openLogForReading } from '../../runtime/files/open-log.ts';

const CHUNK_BYTES = 8 * 1024;
const NEWLINE = 0x0a;

/**
 * The last `count` lines of a log file, oldest first, without line ends. Reads from the end and never more than
 * `maxBytes`, so the size of the file does not matter; the first line is cut where that limit falls into it.
 * A file that does not exist, cannot be read or is no regular file has no lines.
 *
 * @param fromOffset bytes before this were written by earlier processes and are left out; ignored when the file
 * is shorter than that, since it has then been emptied meanwhile
 */
export function lastLines(file: string, count: number, maxBytes: number, fromOffset = 0): string[] {
  if (count <= 0 || maxBytes <= 0) return [];
  let fd: number;
  try {
    fd = openLogForReading(file);
  } catch {
    return [];
  }
  try {
    return readBackwards(fd, fstatSync(fd).size, { count, maxBytes, fromOffset });
  } catch {
    return [];
  } finally {
    closeSync(fd);
  }
}

function readBackwards(
  fd: number,
  size: number,
  { count, maxBytes, fromOffset }: { count: number; maxBytes: number; fromOffset: number },
): string[] {
  const begin = Math.max(fromOffset <= size ? fromOffset : 0, size - maxBytes);
  const chunks: Buffer[] = [];
  let position = size;
  // The newline that ends the last line separates nothing.
  let newlines = 0;
  while (position > begin && newlines <= count) {
    const length = Math.min(CHUNK_BYTES, position - begin);
    const chunk = Buffer.allocUnsafe(length);
    position -= length;
    const bytesRead = readSync(fd, chunk, 0, length, position);
    chunks.unshift(chunk.subarray(0, bytesRead));
    for (let at = chunk.indexOf(NEWLINE); at >= 0 && at < bytesRead; at = chunk.indexOf(NEWLINE, at + 1)) {
      newlines += 1;
    }
  }
  const text = withoutCutCharacter(Buffer.concat(chunks)).toString('utf8');
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-count);
}

/** Drops what is left of a UTF-8 character whose beginning lies before the bytes that were read. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start += 1;
  return bytes.subarray(start);
}
