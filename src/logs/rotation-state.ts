import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  fsyncSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemErrorCode } from '../errors.ts';
import { openLog, openLogForReading } from '../runtime/files/open-log.ts';

/** Larger than any that OPM writes: the beginning of a line has a mebibyte at most. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * What is known about a log file whose front was taken out. Its generations, then `head`, then the file from its first
 * byte that was not freed are, one after the other, all that was ever written to it.
 */
export interface RotationState {
  /** The file that this is about: another one of that name has a history of its own. */
  inode: number;
  /** How many bytes were taken out of the front of the file. */
  cut: number;
  /** How many bytes at the front were freed in place; they read as NULs. */
  hole: number;
  /** The beginning of the line in whose middle the file begins. */
  head: Buffer;
  /** A cut that has begun and must be finished. */
  pending: PendingCut | null;
}

export interface PendingCut {
  /**
   * `free`: the bytes are in the generation and may still be in the file. `collapse`: they are freed, and may have been
   * taken out. `truncate`: the file is to be emptied.
   */
  step: 'free' | 'collapse' | 'truncate';
  /** How many bytes from the file's beginning, counting a hole. */
  bytes: number;
  /** Names of the generation, in the folder of the log: as long as the cut is pending, and then. */
  temporary: string;
  generation: string;
  head: Buffer;
}

/** Where the state of a log is kept: beside it, hidden. */
export function rotationStatePath(log: string): string {
  return join(dirname(log), `.${basename(log)}.rotation`);
}

/** `null`: the log was never rotated, or the file of that name is not such a state. */
export function readRotationState(log: string): RotationState | null {
  let descriptor: number;
  try {
    descriptor = openLogForReading(rotationStatePath(log));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(descriptor).size, MOST_BYTES));
    return parse(buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, 0)));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Replaces the state at once: whoever reads it sees the old one or the new one, also after a crash.
 *
 * @param owner whose file the log is; whoever may read the log may read this
 */
export function writeRotationState(log: string, state: RotationState, owner: Stats): void {
  const path = rotationStatePath(log);
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const descriptor = openLog(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
    owner.mode & 0o666,
  );
  try {
    giveTo(descriptor, owner);
    const bytes = Buffer.from(JSON.stringify(state, (_key, value) => textOfBuffer(value)));
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

/** Only root may give files away, and has to where the log is another user's. */
export function giveTo(descriptor: number, { uid, gid }: Stats): void {
  if (process.geteuid?.() === 0) fchownSync(descriptor, uid, gid);
}

/** `JSON.stringify` has turned a buffer into this before it asks. */
function textOfBuffer(value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: number[] };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data).toString('base64') : value;
}

function parse(text: string): RotationState | null {
  try {
    const { inode, cut, hole, head, pending } = JSON.parse(text);
    if (![inode, cut, hole].every(isCount) || typeof head !== 'string') return null;
    return { inode, cut, hole, head: Buffer.from(head, 'base64'), pending: parsePending(pending) };
  } catch {
    return null;
  }
}

function parsePending(value: unknown): PendingCut | null {
  const { step, bytes, temporary, generation, head } = (value ?? {}) as Record<string, unknown>;
  if (step !== 'free' && step !== 'collapse' && step !== 'truncate') return null;
  if (!isCount(bytes) || !isFileName(temporary) || !isFileName(generation) || typeof head !== 'string')
    return null;
  return { step, bytes, temporary, generation, head: Buffer.from(head, 'base64') };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A file in the log's own folder: whoever may write there may have written this. */
const isFileName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value === basename(value) && value !== '..' && value !== '.';
