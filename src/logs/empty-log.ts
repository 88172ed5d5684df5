import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRootsAlone } from '../runtime/files/open-log.ts';
import { openIfThere } from './live-log.ts';
import { readRotationState, writeRotationState } from './rotation-state.ts';

/**
 * Empties a log, along with the stored beginning of its first line. False when there is none.
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
