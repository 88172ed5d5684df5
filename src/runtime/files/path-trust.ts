import type { Stats } from 'node:fs';
import { type PathStep, walkPath } from './walk-path.ts';

const WRITABLE_BY_OTHERS = 0o002;
const WRITABLE_BY_GROUP = 0o020;
const STICKY = 0o1000;

/** Someone who is not trusted could replace or change a file. */
export interface Distrust {
  /** The component that is not safe. */
  at: string;
  stats: Stats;
  problem: 'owner' | 'group-writable' | 'world-writable';
}

/**
 * The first component on the way to `path` that lets anyone other than `owners` replace or change the file, or `null`
 * when there is none. Every component counts: the folders, each link and each folder behind a link. A folder with the
 * sticky bit, such as `/tmp`, is fine, since nobody may replace other users' files in it.
 *
 * The group's write bit counts whatever the group is: if the file has an ACL, it is the ACL's mask.
 *
 * @param owners user ids whose files are trusted
 * @throws the system's error when a component cannot be inspected
 */
export function distrustOf(path: string, owners: ReadonlySet<number>): Distrust | null {
  return firstDistrust(walkPath(path), owners);
}

/**
 * Whether nobody but `owners` can decide what `path` leads to, now or by the time it is created: unlike {@link
 * distrustOf}, this also asks whether others could create what does not exist yet.
 *
 * @throws the system's error when a component cannot be inspected
 */
export function isInHandsOf(path: string, owners: ReadonlySet<number>): boolean {
  const steps = walkPath(path);
  if (firstDistrust(steps, owners) !== null) return false;
  const { stats } = steps.at(-1)!;
  return !stats.isDirectory() || (stats.mode & (WRITABLE_BY_OTHERS | WRITABLE_BY_GROUP)) === 0;
}

function firstDistrust(steps: PathStep[], owners: ReadonlySet<number>): Distrust | null {
  for (const step of steps) {
    const problem = problemOf(step, owners);
    if (problem !== null) return { ...step, problem };
  }
  return null;
}

function problemOf({ at, stats }: PathStep, owners: ReadonlySet<number>): Distrust['problem'] | null {
  if (isHandedOver(at, stats)) return null;
  if (!owners.has(stats.uid)) return 'owner';
  // A link has no mode of its own: its owner is all there is to check.
  if (stats.isSymbolicLink()) return null;
  if (stats.isDirectory() && (stats.mode & STICKY) !== 0) return null;
  if ((stats.mode & WRITABLE_BY_OTHERS) !== 0) return 'world-writable';
  return (stats.mode & WRITABLE_BY_GROUP) !== 0 ? 'group-writable' : null;
}

/** A pipe, a terminal or a socket that the caller opened (`/dev/stdin`, `/dev/fd/63`): its mode says nothing. */
function isHandedOver(at: string, stats: Stats): boolean {
  return /^\/(dev|proc)\//.test(at) && !stats.isFile() && !stats.isDirectory();
}
