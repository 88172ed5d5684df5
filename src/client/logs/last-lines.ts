import type { FileHandle } from 'node:fs/promises';
import { LONGEST_LINE_BYTES, withoutReturn } from './line-splitter.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;

export interface LastLines {
  /** Complete lines without their line ends, oldest first. */
  lines: Buffer[];
  /** What follows the last newline. */
  unfinished: Buffer;
}

/** Which part of a file to read, and what its first line begins with. */
export interface FilePart {
  start: number;
  end: number;
  head: Buffer;
}

/**
 * The last lines of a part of a file that `accepts` lets through, read backwards from the end, so that the cost does
 * not grow with the file.
 *
 * @param count how many lines; 0 reads only the unfinished one
 */
export async function lastLines(
  file: FileHandle,
  { start, end: size, head: beginning }: FilePart,
  count: number,
  accepts: (line: Buffer) => boolean,
): Promise<LastLines> {
  /** Newest first. */
  const lines: Buffer[] = [];
  let unfinished: Buffer | null = null;
  /** The beginning of a line whose end has been read: the rest of the later chunk. */
  let tail: Buffer[] = [];
  let tailBytes = 0;
  const finish = (head: Buffer): void => {
    const line = Buffer.concat([head, ...tail]);
    tail = [];
    tailBytes = 0;
    if (unfinished === null) unfinished = line;
    else if (lines.length < count && accepts(line)) lines.push(withoutReturn(line));
  };

  let position = size;
  while (position > start && (unfinished === null || lines.length < count)) {
    const length = Math.min(CHUNK_BYTES, position - start);
    position -= length;
    const chunk = await readFully(file, position, length);
    let end = chunk.length;
    for (let at = chunk.lastIndexOf(NEWLINE); at !== -1; at = lastNewlineBefore(chunk, end)) {
      finish(chunk.subarray(at + 1, end));
      end = at;
      if (unfinished !== null && lines.length >= count) break;
    }
    tail.unshift(chunk.subarray(0, end));
    tailBytes += end;
    if (tailBytes >= LONGEST_LINE_BYTES) finish(Buffer.alloc(0));
  }
  // What precedes the first newline of the file is a line too, even when it is empty.
  const isEmpty = size <= start && beginning.length === 0;
  if (!isEmpty && (unfinished === null || lines.length < count)) finish(beginning);
  return { lines: lines.reverse(), unfinished: unfinished ?? Buffer.alloc(0) };
}

function lastNewlineBefore(chunk: Buffer, end: number): number {
  return end === 0 ? -1 : chunk.lastIndexOf(NEWLINE, end - 1);
}

async function readFully(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    // The file has been truncated in the meantime.
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
