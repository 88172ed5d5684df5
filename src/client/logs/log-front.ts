import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generationsOf, readGeneration } from '../../logs/log-generations.ts';
import { type RotationState, readRotationState } from '../../logs/rotation-state.ts';

/** A rotation is at the step that changes the file for a few milliseconds, unless it was killed there. */
const SETTLES_WITHIN_MS = 1000;
const LOOK_AGAIN_MS = 5;
const COMPARED_BYTES = 4096;

/** What was taken out of the front of a log file by rotations, as of now. */
export interface LogFront {
  /** How many bytes were taken out; what follows them moved to the front. */
  cut: number;
  /** Where the content begins: what precedes was freed. */
  start: number;
  /** The beginning of the line that the content begins amid. */
  head: Buffer;
  /** A generation that has not got its name yet. */
  unnamed: string | null;
}

const UNTOUCHED: LogFront = { cut: 0, start: 0, head: Buffer.alloc(0), unnamed: null };

/** The front of the file that is open, which is the log at `path` or was. */
export async function logFrontOf(path: string, inode: number, file: FileHandle): Promise<LogFront> {
  const state = await settledState(path, inode);
  if (state === null) return UNTOUCHED;
  const { cut, hole, head, pending } = state;
  if (pending === null) return { cut, start: await holeIn(file, hole), head, unnamed: null };
  // Its rotation was killed: the next one finishes it.
  const unnamed = join(dirname(path), pending.temporary);
  if (pending.step === 'truncate') return { cut, start: hole, head, unnamed: null };
  if (pending.step === 'free') return { cut, start: pending.bytes, head: pending.head, unnamed };
  const start = await holeIn(file, pending.bytes);
  return { cut: cut + pending.bytes - start, start, head: pending.head, unnamed };
}

/**
 * The last `count` bytes of what was taken out of a log: its generations and the beginning of the cut line. For a
 * reader that a rotation has overtaken.
 */
export async function bytesBefore(path: string, front: LogFront, count: number): Promise<Buffer> {
  let found = front.head;
  const generations = generationPaths(path, front);
  while (found.length < count) {
    const path = generations.pop();
    if (path === undefined) break;
    const pieces: Buffer[] = [];
    for await (const piece of readGeneration(path)) pieces.push(piece as Buffer);
    found = Buffer.concat([...pieces, found]);
  }
  return found.subarray(Math.max(0, found.length - count));
}

/** The files of a log's generations, oldest first. */
export function generationPaths(path: string, { unnamed }: LogFront): string[] {
  const named = generationsOf(path).map((generation) => generation.path);
  return unnamed === null ? named : [...named, unnamed];
}

async function settledState(path: string, inode: number): Promise<RotationState | null> {
  const endMs = performance.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const state = readRotationState(path);
    if (state === null || state.inode !== inode) return null;
    if (state.pending === null || performance.now() > endMs) return state;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** `bytes` if that many were freed at the front; 0 if the file was emptied since and begins anew. */
async function holeIn(file: FileHandle, bytes: number): Promise<number> {
  if (bytes === 0) return 0;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(COMPARED_BYTES), 0, COMPARED_BYTES, 0);
  const isFreed = bytesRead > 0 && buffer.subarray(0, bytesRead).every((byte) => byte === 0);
  return isFreed && (await file.stat()).size >= bytes ? bytes : 0;
}
