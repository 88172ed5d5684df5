import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { faultPoint } from '../runtime/fault-point.ts';
import type { FileFront } from '../runtime/native/file-front.ts';
import { type Cut, concluded, type Live, type Rotation, writeGeneration } from './live-log.ts';
import { bytesOf, lastLineEnd, readBytes } from './log-bytes.ts';
import { type PendingCut, type RotationState, writeRotationState } from './rotation-state.ts';

/** Moves whole blocks from the file's front into a generation, while others append to the file. */
export async function cutFront(
  live: Live & { front: FileFront },
  state: RotationState,
  { temporary, generation, compress, size }: Cut,
): Promise<Rotation> {
  const { path, descriptor, front, stats } = live;
  const block = blockOf(stats);
  // Less than the whole file: a range that reaches its end cannot be taken out.
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
export function finishCut(
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
  // The hole shows whether the bytes were taken out already: what follows it is never a hole.
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

/** File systems allow whole blocks only; this is a multiple of the block size of every usual one. */
export function blockOf({ blksize }: Stats): number {
  return blksize >= 512 && blksize <= 1024 * 1024 ? blksize : 64 * 1024;
}
