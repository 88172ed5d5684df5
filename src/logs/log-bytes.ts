import { closeSync, constants, fsyncSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { openLog } from '../runtime/files/open-log.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 256 * 1024;
/** A longer line is cut wherever it is. */
const LONGEST_LINE_BYTES = 1024 * 1024;

/** A part of a file, preceded by the beginning of its first line. */
export function* bytesOf(descriptor: number, head: Buffer, start: number, end: number): Generator<Buffer> {
  if (head.length > 0) yield head;
  for (let at = start; at < end; ) {
    const chunk = readBytes(descriptor, at, Math.min(end, at + CHUNK_BYTES));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}

/** Up to `end`, or the file's end. */
export function readBytes(descriptor: number, start: number, end: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, start + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** The position after the last newline before `end`; `end` itself if the line is too long to wait for. */
export function lastLineEnd(descriptor: number, start: number, end: number): number {
  const from = Math.max(start, end - LONGEST_LINE_BYTES);
  const at = readBytes(descriptor, from, end).lastIndexOf(NEWLINE);
  if (at >= 0) return from + at + 1;
  return from === start && end - start < LONGEST_LINE_BYTES ? start : end;
}

/** The position after the last newline of a text. */
export function afterLastLine(bytes: Buffer): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

/** Empties a file right after its last byte was read. Returns what it held beyond `copied` bytes. */
export function emptyKeepingUp(descriptor: number, copied: number): Buffer {
  const late: Buffer[] = [];
  let at = copied;
  for (;;) {
    const more = readBytes(descriptor, at, at + CHUNK_BYTES);
    if (more.length === 0) break;
    at += more.length;
    late.push(more);
  }
  ftruncateSync(descriptor, 0);
  return Buffer.concat(late);
}

export function appendTo(path: string, bytes: Buffer): void {
  const descriptor = openLog(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
