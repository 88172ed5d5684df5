import {
  closeSync,
  constants,
  createWriteStream,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { systemErrorCode } from '../errors.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { isRootsAlone, openLog, openLogForReading } from '../runtime/files/open-log.ts';
import type { FileFront } from '../runtime/native/file-front.ts';
import { generationSuffix, generationsOf, readGeneration } from './log-generations.ts';
import {
  giveTo,
  type PendingCut,
  type RotationState,
  readRotationState,
  writeRotationState,
} from './rotation-state.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 256 * 1024;
/** A longer line is cut wherever it is. */
const LONGEST_LINE_BYTES = 1024 * 1024;
/** How much of a generation is compared with a file to see whether that was emptied. */
const COMPARED_BYTES = 4096;

/** How a log was rotated. `copied`: what was written in the moment between copying and emptying is lost. */
export type Rotation =
  | { outcome: 'rotated'; generation: string; method: 'collapsed' | 'freed' | 'copied' }
  /** There is no such file, it is not a regular one, or less than a block could be taken out of it. */
  | { outcome: 'nothing' }
  /** Somebody else rotates it at this moment. */
  | { outcome: 'busy' };

interface Live {
  path: string;
  descriptor: number;
  stats: Stats;
  front: FileFront | null;
}

/**
 * Moves what a log holds into a generation of its own, while its process keeps writing: nothing is lost, nothing is
 * doubled, and the process notices nothing. Whole blocks are copied, then taken out of the file's front. A generation
 * ends with a line; the beginning of the line that was cut waits in the state and begins the next one.
 *
 * It may be killed at any moment: what it had begun is finished the next time. Where the file system can take nothing
 * out, or `front` is `null`, the file is copied and emptied, and what is written in between is lost.
 *
 * @throws the system's error (a full disk, no permission); then the log is as it was
 */
export async function rotateLog(
  path: string,
  options: { compress: boolean; front: FileFront | null; nowMs: number },
): Promise<Rotation> {
  const { compress, front, nowMs } = options;
  const descriptor = openIfThere(path);
  if (descriptor === null) return { outcome: 'nothing' };
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { outcome: 'nothing' };
    if (front !== null && !front.lock(descriptor)) return { outcome: 'busy' };
    const live = { path, descriptor, stats, front };
    const state = await settled(live);
    if (state === null) return { outcome: 'busy' };
    sweepTemporary(path);
    const suffix = generationSuffix(Math.max(nowMs, (generationsOf(path).at(-1)?.atMs ?? 0) + 1));
    const name = basename(path) + suffix + (compress ? '.gz' : '');
    const names = { temporary: `.${name}.new`, generation: name };
    const size = fstatSync(descriptor).size;
    return front?.canFree(descriptor, size, blockOf(stats))
      ? await cutFront({ ...live, front }, state, { ...names, compress, size })
      : await copyAndEmpty(live, state, { ...names, compress, size });
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Empties a log, with the beginning of a line that waits for its rest. False when there is none.
 *
 * @throws the system's error
 */
export function emptyLog(path: string): boolean {
  const descriptor = openIfThere(path);
  if (descriptor === null) return false;
  try {
    const stats = fstatSync(descriptor);
    // A terminal or a pipe that a config names as a log cannot be emptied.
    if (!stats.isFile()) return false;
    ftruncateSync(descriptor, 0);
    const state = readRotationState(path);
    // In a folder that somebody else can change, nothing is replaced by its name.
    const mayReplace = process.geteuid?.() !== 0 || isRootsAlone(dirname(path));
    if (state !== null && state.pending === null && mayReplace) {
      writeRotationState(path, { ...state, hole: 0, head: Buffer.alloc(0) }, stats);
    }
    return true;
  } finally {
    closeSync(descriptor);
  }
}

interface Cut {
  temporary: string;
  generation: string;
  compress: boolean;
  size: number;
}

async function cutFront(
  live: Live & { front: FileFront },
  state: RotationState,
  { temporary, generation, compress, size }: Cut,
): Promise<Rotation> {
  const { path, descriptor, front, stats } = live;
  const block = blockOf(stats);
  // Less than the whole file: nothing can be taken out that reaches its end.
  const end = Math.floor((size - 1) / block) * block;
  const start = front.dataStart(descriptor);
  if (start === null || start >= end) return { outcome: 'nothing' };
  const lineEnd = lastLineEnd(descriptor, start, end);
  if (lineEnd === start) return { outcome: 'nothing' };
  const content = Readable.from(bytesOf(descriptor, state.head, start, lineEnd));
  await writeGeneration(live, temporary, content, compress);
  faultPoint('rotation.copied');
  const pending: PendingCut = {
    step: 'free',
    bytes: end,
    ...{ temporary, generation, head: readBytes(descriptor, lineEnd, end) },
  };
  const after = finishCut(live, { ...state, hole: start, pending }, pending);
  return {
    outcome: 'rotated',
    generation: join(dirname(path), generation),
    method: after.hole === 0 ? 'collapsed' : 'freed',
  };
}

/** The steps from a generation that is complete to a file without it. Each can be repeated. */
function finishCut(
  { path, descriptor, stats, front }: Live & { front: FileFront },
  state: RotationState,
  pending: PendingCut,
): RotationState {
  let { step } = pending;
  if (step === 'free') {
    writeRotationState(path, { ...state, pending }, stats);
    faultPoint('rotation.pending');
    front.free(descriptor, pending.bytes);
    faultPoint('rotation.freed');
    step = 'collapse';
    writeRotationState(path, { ...state, pending: { ...pending, step } }, stats);
  }
  // The hole tells whether the bytes were taken out already: what follows it is never one.
  const isThere = (front.dataStart(descriptor) ?? 0) >= pending.bytes;
  const isOut = !isThere || front.collapse(descriptor, pending.bytes);
  faultPoint('rotation.collapsed');
  return concluded({ path, stats }, pending, {
    inode: state.inode,
    cut: state.cut + (isOut ? pending.bytes : 0),
    hole: isOut ? 0 : pending.bytes,
    head: pending.head,
    pending: null,
  });
}

async function copyAndEmpty(
  live: Live,
  state: RotationState,
  { temporary, generation, compress, size }: Cut,
): Promise<Rotation> {
  const { path, descriptor, stats } = live;
  const start = state.hole < size ? state.hole : 0;
  if (size === start) return { outcome: 'nothing' };
  // Compressed afterwards: the copy has to keep up with whoever writes.
  const plain = generation.replace(/\.gz$/, '');
  await writeGeneration(live, temporary, Readable.from(bytesOf(descriptor, state.head, start, size)), false);
  const pending: PendingCut = {
    step: 'truncate',
    bytes: size,
    ...{ temporary, generation: plain, head: Buffer.alloc(0) },
  };
  writeRotationState(path, { ...state, pending }, stats);
  faultPoint('rotation.pending');
  const late = emptyKeepingUp(descriptor, size);
  const lineEnd = late.lastIndexOf(NEWLINE) + 1;
  appendTo(join(dirname(path), temporary), late.subarray(0, lineEnd));
  faultPoint('rotation.emptied');
  const head = late.subarray(lineEnd);
  concluded(live, pending, { inode: state.inode, cut: state.cut, hole: 0, head, pending: null });
  const made = join(dirname(path), plain);
  if (!compress) return { outcome: 'rotated', generation: made, method: 'copied' };
  await writeGeneration(live, temporary, readGeneration(made), true);
  renameSync(join(dirname(path), temporary), join(dirname(path), generation));
  rmSync(made);
  return { outcome: 'rotated', generation: join(dirname(path), generation), method: 'copied' };
}

/** Empties a file right after its last byte was read. Returns what it held beyond `copied` bytes. */
function emptyKeepingUp(descriptor: number, copied: number): Buffer {
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

function appendTo(path: string, bytes: Buffer): void {
  const descriptor = openLog(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The state of this very file, with what was begun finished; `null`: it takes native calls to finish that. */
async function settled(live: Live): Promise<RotationState | null> {
  const { path, stats, front } = live;
  const known = readRotationState(path);
  const fresh = { inode: stats.ino, cut: 0, hole: 0, head: Buffer.alloc(0), pending: null };
  if (known === null) return fresh;
  if (known.inode !== stats.ino) {
    // Another tool moved the file away. What belongs to it and is nowhere else is kept.
    await keepStranded(live, known);
    return fresh;
  }
  const { pending } = known;
  if (pending === null) return known;
  if (pending.step === 'truncate') {
    if (isEmptied(live, known.head.length, pending))
      return concluded(live, pending, { ...known, head: Buffer.alloc(0), pending: null });
    return { ...known, pending: null };
  }
  return front === null ? null : finishCut({ ...live, front }, known, pending);
}

async function keepStranded(live: Live, { head, pending }: RotationState): Promise<void> {
  const folder = dirname(live.path);
  if (pending !== null) renameIfThere(join(folder, pending.temporary), join(folder, pending.generation));
  const beginning = pending?.head ?? head;
  if (beginning.length === 0) return;
  const newest = generationsOf(live.path).at(-1)?.atMs ?? 0;
  const name = basename(live.path) + generationSuffix(newest + 1);
  await writeGeneration(live, `.${name}.new`, Readable.from([beginning]), false);
  renameSync(join(folder, `.${name}.new`), join(folder, name));
}

/** The file no longer begins with what was copied from its beginning. */
function isEmptied({ path, descriptor }: Live, headBytes: number, { temporary }: PendingCut): boolean {
  let copy: number;
  try {
    copy = openLogForReading(join(dirname(path), temporary));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return true;
    throw error;
  }
  try {
    const wanted = readBytes(copy, headBytes, headBytes + COMPARED_BYTES);
    return !readBytes(descriptor, 0, wanted.length).equals(wanted);
  } finally {
    closeSync(copy);
  }
}

function concluded(
  { path, stats }: Pick<Live, 'path' | 'stats'>,
  { temporary, generation }: PendingCut,
  state: RotationState,
): RotationState {
  renameIfThere(join(dirname(path), temporary), join(dirname(path), generation));
  writeRotationState(path, state, stats);
  return state;
}

async function writeGeneration(
  { path, stats }: Pick<Live, 'path' | 'stats'>,
  temporary: string,
  content: Readable,
  compress: boolean,
): Promise<void> {
  const file = join(dirname(path), temporary);
  const descriptor = openLog(
    file,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
    stats.mode & 0o666,
  );
  try {
    giveTo(descriptor, stats);
    const target = createWriteStream('', { fd: descriptor, autoClose: false });
    if (compress) await pipeline(content, createGzip({ level: 6 }), target);
    else await pipeline(content, target);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function* bytesOf(descriptor: number, head: Buffer, start: number, end: number): Generator<Buffer> {
  if (head.length > 0) yield head;
  for (let at = start; at < end; ) {
    const chunk = readBytes(descriptor, at, Math.min(end, at + CHUNK_BYTES));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}

/** Up to `end`, or the file's end. */
function readBytes(descriptor: number, start: number, end: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, start + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** What follows the last newline before `end`; `end` itself where the line is too long to wait for. */
function lastLineEnd(descriptor: number, start: number, end: number): number {
  const from = Math.max(start, end - LONGEST_LINE_BYTES);
  const at = readBytes(descriptor, from, end).lastIndexOf(NEWLINE);
  if (at >= 0) return from + at + 1;
  return from === start && end - start < LONGEST_LINE_BYTES ? start : end;
}

/** Left by a rotation that ended before its generation was complete: the log still holds all of it. */
function sweepTemporary(log: string): void {
  const folder = dirname(log);
  for (const name of readdirSync(folder)) {
    const isOurs = name.startsWith(`.${basename(log)}.`) && /Z(\.gz)?\.new$/.test(name);
    if (isOurs) rmSync(join(folder, name), { force: true });
  }
}

function openIfThere(path: string): number | null {
  try {
    return openLog(path, constants.O_RDWR);
  } catch (error) {
    if (['ENOENT', 'ENXIO'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

/** File systems allow whole blocks only; this is a multiple of the block size of every usual one. */
function blockOf({ blksize }: Stats): number {
  return blksize >= 512 && blksize <= 1024 * 1024 ? blksize : 64 * 1024;
}
