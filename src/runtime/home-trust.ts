import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { accountName } from './accounts.ts';
import { type Distrust, distrustOf } from './files/path-trust.ts';
import { homeHoldsOtherThings, homeInReach, homeOfOther, homeWasOpen } from './home-errors.ts';

const ROOT_ONLY: ReadonlySet<number> = new Set([0]);

/** What OPM itself puts into a home. */
const OF_A_HOME = /^(ledger\.|daemon\.log|opm(-[0-9a-f]{8})?\.|logs$|snapshots$|plugin-state$)/;

/**
 * Makes sure that the contents of the home were put there by its owner, before a client believes a socket or a file
 * in it. A home that does not exist passes.
 *
 * @throws OpmError (exit 1) HOME_OF_OTHER, HOME_IN_REACH
 */
export function trustHome(home: string): void {
  refuseHomeInReach(home);
  const stats = statIfThere(home);
  if (stats?.isDirectory()) refuseHomeOfOther(home, stats);
}

/** @throws OpmError HOME_OF_OTHER */
export function refuseHomeOfOther(home: string, stats: Stats): void {
  const userId = process.geteuid?.() ?? stats.uid;
  if (stats.uid !== userId) throw homeOfOther(home, accountName(stats.uid), accountName(userId));
}

/**
 * When running as root, nobody else may be able to replace the home, or any folder or link on the way to it (what
 * sshd's StrictModes requires of a home). For other users this does nothing: who may enter their folders is up to them.
 *
 * @throws OpmError HOME_IN_REACH
 */
export function refuseHomeInReach(home: string): void {
  if (process.geteuid?.() !== 0) return;
  const named = resolve(home);
  const isLink = lstatIfThere(named)?.isSymbolicLink() === true;
  // The home's own permissions are checked when it is prepared.
  const distrust = distrustOrNull(isLink ? named : dirname(named));
  if (distrust === null || (isLink && isEndOf(named, distrust.at))) return;
  throw homeInReach(home, distrust.at, accountName(distrust.stats.uid), distrust.problem);
}

/**
 * A wrong `OPM_HOME` must not close a folder that others use, and the contents of a home that others could write are
 * not trusted.
 *
 * @throws OpmError HOME_HOLDS_OTHER_THINGS, HOME_WAS_OPEN
 */
export function refuseToClose(home: string, stats: Stats): void {
  const names = readdirSync(home);
  if (names.length === 0) return;
  const stranger = names.find((name) => !OF_A_HOME.test(name));
  if (stranger !== undefined) throw homeHoldsOtherThings(home, stranger);
  if ((stats.mode & 0o022) !== 0 && process.geteuid?.() === 0) throw homeWasOpen(home);
}

function isEndOf(link: string, at: string): boolean {
  const end = statIfThere(link);
  const found = lstatIfThere(at);
  return end !== undefined && end.ino === found?.ino && end.dev === found.dev;
}

/** A path that cannot be walked cannot be used either: whoever opens it reports why. */
function distrustOrNull(path: string): Distrust | null {
  try {
    return distrustOf(path, ROOT_ONLY);
  } catch {
    return null;
  }
}

/** A path that leads through a file is no home either: whoever needs it as one says so. */
function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function lstatIfThere(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
