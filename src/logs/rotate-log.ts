import { closeSync, fstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { systemErrorCode } from '../errors.ts';
import { openLogForReading } from '../runtime/files/open-log.ts';
import type { FileFront } from '../runtime/native/file-front.ts';
import { copyAndEmpty } from './copy-and-empty.ts';
import { blockOf, cutFront, finishCut } from './cut-front.ts';
import {
  concluded,
  type Live,
  openIfThere,
  type Rotation,
  renameIfThere,
  writeGeneration,
} from './live-log.ts';
import { readBytes } from './log-bytes.ts';
import { generationSuffix, generationsOf } from './log-generations.ts';
import { type PendingCut, type RotationState, readRotationState } from './rotation-state.ts';

/** How much of a generation is compared with a file to see whether that was emptied. */
const COMPARED_BYTES = 4096;

/**
 * Moves the content of a log into a generation, while its process keeps writing: nothing is lost, nothing is doubled,
 * and the process notices nothing. Whole blocks are copied, then taken out of the file's front. A generation ends with
 * a line; the beginning of the line that was cut waits in the state and begins the next one.
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

/** Left by a rotation that ended before its generation was complete: the log still holds all of it. */
function sweepTemporary(log: string): void {
  const folder = dirname(log);
  for (const name of readdirSync(folder)) {
    const isOurs = name.startsWith(`.${basename(log)}.`) && /Z(\.gz)?\.new$/.test(name);
    if (isOurs) rmSync(join(folder, name), { force: true });
  }
}
