import { closeSync, constants, fchmodSync, fstatSync, openSync, readlinkSync } from 'node:fs';

/** The names under which every process finds its own outputs, and the descriptors behind them. */
const DESCRIPTORS = new Map<string, 1 | 2>([
  ...(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'] as const).map((name): [string, 1] => [name, 1]),
  ...(['/dev/stderr', '/dev/fd/2', '/proc/self/fd/2'] as const).map((name): [string, 2] => [name, 2]),
]);

/** The path itself, or `/dev/stdout` or `/dev/stderr` if it is another name for one of them. */
export function withoutAlias(path: string): string {
  const descriptor = DESCRIPTORS.get(path);
  if (descriptor === undefined) return path;
  return descriptor === 1 ? '/dev/stdout' : '/dev/stderr';
}

/**
 * The descriptor of this process's own output that a path names; `null` if it names something else. Such a name
 * means something else in each process: only the one whose output is meant may open it.
 */
export function ownOutput(path: string): 1 | 2 | null {
  return DESCRIPTORS.get(path) ?? null;
}

/**
 * Opens this process's own output for a process that it starts. No path that others control is involved.
 *
 * A pipe is opened anew: flags such as O_NONBLOCK belong to the opening, and what one process sets would make the
 * others lose output (Node sets it on its own pipes). Everything else is handed over as it is: a file keeps one common
 * position, and a socket cannot be opened.
 *
 * @param options.forOthers the process runs as another user, and programs open `/dev/stderr` anew
 * @returns a descriptor, which is that of this process if it cannot be opened
 */
export function openOwnOutput(own: 1 | 2, options: { forOthers: boolean }): number {
  if (process.platform !== 'linux' || !fstatSync(own).isFIFO()) return own;
  if (options.forOthers) letOthersWrite(own);
  try {
    // Opening the writing end of a pipe waits for a reader: with one of our own it cannot wait.
    const guard = openSync(`/proc/self/fd/${own}`, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      return openSync(`/proc/self/fd/${own}`, constants.O_WRONLY | constants.O_APPEND);
    } finally {
      closeSync(guard);
    }
  } catch {
    // The pipe belongs to another user, who started this process.
    return own;
  }
}

/** A pipe without a name can be opened only by processes that already hold it, so its mode admits nobody else. */
function letOthersWrite(own: 1 | 2): void {
  try {
    if (!readlinkSync(`/proc/self/fd/${own}`).startsWith('pipe:')) return;
    fchmodSync(own, fstatSync(own).mode | 0o222);
  } catch {
    // Not ours: the process can still write to what it inherits.
  }
}
