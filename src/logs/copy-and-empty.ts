import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { faultPoint } from '../runtime/fault-point.ts';
import { type Cut, concluded, type Live, type Rotation, writeGeneration } from './live-log.ts';
import { afterLastLine, appendTo, bytesOf, emptyKeepingUp } from './log-bytes.ts';
import { readGeneration } from './log-generations.ts';
import { type PendingCut, type RotationState, writeRotationState } from './rotation-state.ts';

/** For files whose front cannot be taken out: what is written between the last read and the truncation is lost. */
export async function copyAndEmpty(
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
  const lineEnd = afterLastLine(late);
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
