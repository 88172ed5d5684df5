import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { ownOutput } from './own-output.ts';
import { isInHandsOf } from './path-trust.ts';

const ROOT_ONLY: ReadonlySet<number> = new Set([0]);

/** Asked once: each answer is a system call, and OPM never changes its user. */
const IS_GUARDED = process.platform === 'linux' && process.geteuid?.() === 0;

/** A log that cannot be opened safely. Its `code` is that of a system error, so that callers treat it as one. */
export class UnsafeLog extends Error {
  readonly code = 'ELOOP';
}

/**
 * Opens a log file without trusting its folder. For root, a log may be where the app's user can substitute links,
 * named pipes and devices at any moment; then every component is opened from the descriptor of the previous one, no
 * link is followed, and the last must be a regular file with a single name. If nobody but root can change anything on
 * the way, or OPM is not root, links mean what their owner wants them to.
 *
 * Never blocks: a named pipe without a reader fails with ENXIO.
 *
 * @param flags of `open(2)`
 * @returns a descriptor
 * @throws the system's error, or {@link UnsafeLog}
 */
export function openLog(path: string, flags: number, mode = 0o600): number {
  const named = resolve(path);
  if (!IS_GUARDED) return openAsNamed(named, flags, mode);
  if (isFolderOfRoot(dirname(named))) {
    try {
      return openAsNamed(named, flags | constants.O_NOFOLLOW, mode);
    } catch (error) {
      // A link that root has put there may lead into a folder of others.
      if (systemErrorCode(error) !== 'ELOOP') throw error;
    }
  }
  return isRootsAlone(named) ? openAsNamed(named, flags, mode) : openGuarded(named, flags, mode);
}

function openAsNamed(path: string, flags: number, mode: number): number {
  return openSync(path, flags | constants.O_NONBLOCK, mode);
}

/**
 * The same for reading; anything but a regular file is refused, since reading it could block forever. So are the names
 * of a process's own outputs, which would be those of the reader.
 */
export function openLogForReading(path: string): number {
  if (ownOutput(path) !== null) throw new UnsafeLog(`"${path}" is not a file`);
  const descriptor = openLog(path, constants.O_RDONLY);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new UnsafeLog(`"${path}" is not a regular file`);
}

/** What is known about folders, and since when. A folder that only root can change stays one unless root changes it. */
const known = new Map<string, { ofRoot: boolean; atMs: number }>();
const KNOWN_FOR_MS = 1000;

/** Thousands of logs in one folder cost one look at it. */
function isFolderOfRoot(folder: string): boolean {
  const nowMs = performance.now();
  const found = known.get(folder);
  if (found !== undefined && nowMs - found.atMs < KNOWN_FOR_MS) return found.ofRoot;
  if (found === undefined) known.clear();
  const ofRoot = isRootsAlone(folder);
  known.set(folder, { ofRoot, atMs: nowMs });
  return ofRoot;
}

/** Whether nobody but root can change what a path leads to. */
export function isRootsAlone(path: string): boolean {
  try {
    return isInHandsOf(path, ROOT_ONLY);
  } catch {
    return false;
  }
}

function openGuarded(path: string, flags: number, mode: number): number {
  const folder = openFolder(path);
  try {
    const descriptor = openSync(
      `/proc/self/fd/${folder}/${basename(path)}`,
      flags | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      mode,
    );
    const unsafe = whyUnsafe(fstatSync(descriptor));
    if (unsafe === null) return descriptor;
    closeSync(descriptor);
    throw new UnsafeLog(`"${path}" ${unsafe}, in a folder that others can change`);
  } finally {
    closeSync(folder);
  }
}

/** To pass through a folder takes no right to list it (open(2)). Node has no constant for it. */
const O_PATH = 0o10000000;

/** Descends from `/`, each step relative to the folder opened by the previous step. */
function openFolder(path: string): number {
  const step = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  let folder = openSync('/', step);
  for (const name of dirname(path)
    .split('/')
    .filter((part) => part !== '')) {
    const above = folder;
    try {
      folder = openSync(`/proc/self/fd/${above}/${name}`, step);
    } finally {
      closeSync(above);
    }
  }
  return folder;
}

/** A second name is how another user's file gets into a folder without a link. */
function whyUnsafe(stats: Stats): string | null {
  if (!stats.isFile()) return 'is not a regular file';
  return stats.nlink > 1 ? 'has a second name (a hard link)' : null;
}
