import { closeSync, constants, createWriteStream, fsyncSync, renameSync, rmSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { systemErrorCode } from '../errors.ts';
import { openLog } from '../runtime/files/open-log.ts';
import type { FileFront } from '../runtime/native/file-front.ts';
import { giveTo, type PendingCut, type RotationState, writeRotationState } from './rotation-state.ts';

/** A log that is being rotated, and open for that. */
export interface Live {
  path: string;
  descriptor: number;
  stats: Stats;
  front: FileFront | null;
}

/** What a rotation is about to make. */
export interface Cut {
  /** Names in the log's folder. */
  temporary: string;
  generation: string;
  compress: boolean;
  size: number;
}

/** How a log was rotated. `copied`: what was written in the moment between copying and emptying is lost. */
export type Rotation =
  | { outcome: 'rotated'; generation: string; method: 'collapsed' | 'freed' | 'copied' }
  /** There is no such file, it is not a regular one, or less than a block could be taken out of it. */
  | { outcome: 'nothing' }
  /** Somebody else is rotating it right now. */
  | { outcome: 'busy' };

/** Writes what becomes a generation, to the disk itself. Leaves nothing when it fails. */
export async function writeGeneration(
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

/** The last step: the generation gets its name, and nothing is pending any more. */
export function concluded(
  { path, stats }: Pick<Live, 'path' | 'stats'>,
  { temporary, generation }: PendingCut,
  state: RotationState,
): RotationState {
  renameIfThere(join(dirname(path), temporary), join(dirname(path), generation));
  writeRotationState(path, state, stats);
  return state;
}

export function openIfThere(path: string): number | null {
  try {
    return openLog(path, constants.O_RDWR);
  } catch (error) {
    if (['ENOENT', 'ENXIO'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

export function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}
