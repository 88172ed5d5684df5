/**
 * The lock that makes one process the owner of a home.
 *
 * The system's own locks are out of reach (no `flock` in Node: nodejs/node#54446), so this one is made of files, and
 * of the knowledge whether a process lives. It needs no clock, no time-out and no heartbeat.
 *
 * **Slots.** `ledger.lock` is a slot, and so is each guard `ledger.lock.dead.<nonce>`. A slot holds the content of one
 * contender, with a nonce that is never used again, or nothing. It is filled only by `link()`, which fails where there
 * is something, or by `rename()`; so a slot never holds half a content, and who fills an empty one is alone.
 *
 * **Rule.** A slot that holds nonce n is changed by two kinds of process only: the live one whose nonce n is, or the
 * one that holds the guard of n and has seen, after it took the guard, that the slot still holds n. The first does not
 * exist when n's process is dead, which stays so forever, and which must be known before anybody takes the guard.
 * (For the lock itself even the live owner takes the guard to release it, so there the second kind is the only one.)
 *
 * **Why there are never two owners.** To own is to have put one's nonce into `ledger.lock` and to live.
 * 1. An empty lock is filled by one `link()`: one winner.
 * 2. A lock that holds n is replaced under the guard of n. Suppose that one process at a time holds that guard
 *    while the lock holds n. Then between that process's second look (still n) and its `rename()` nobody else
 *    changes the lock, so it replaces n and nothing else; and n's owner was dead.
 * 3. That supposition: the guard is a slot itself. It is filled by one `link()`, and from a dead holder x it passes on
 *    by 2, with the guard of x in the place of the guard of n. The holders of a chain of guards were all dead when
 *    the next guard was made, so the chain has an end, where `link()` decides.
 * 4. Who comes late, with the guard of an n that the lock no longer holds, sees that at the second look and goes
 *    away, because n does not come back. That is why the holder of the lock may sweep away every guard that
 *    does not carry its own nonce: such guards decide nothing any more, even if two processes believe they hold one.
 *
 * **Why nobody waits forever.** No step waits. Each ends with the lock, with the name of a live process that has it
 * or is about to take it, or with another look because somebody else has got further.
 *
 * **Assumptions.** `link()` and `rename()` are atomic for all who share the home; a system call of a process does not
 * take effect after that process was seen to be dead (hence: the process with all of its threads); an owner listens on
 * its socket from before it takes the lock until after it has released it.
 *
 * **A damaged lock file** comes from a failing disk or from somebody's hands, never from these steps: the content
 * is on the disk (fsync) before it gets its name. It names nobody. If its owner lives, it answers on the home's
 * socket, and is left alone. Else it is inherited by the same rule, with its size and time of change as nonce, and
 * kept under another name. Should a live owner have been missed (one that had not yet published its socket, or
 * works on another machine), then it learns from `stillHeld()` that it is none any more, as after `--break-lock`.
 */
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import { machineId } from '../../runtime/machine-id.ts';
import { identityOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { lockUnwritable } from '../ledger-errors.ts';
import { type Guarded, takeGuard } from './lock-guard.ts';
import { LedgerLock } from './lock-held.ts';
import { judgeLock, whyHeld } from './lock-judge.ts';
import { LOCK_VERSION, type LockOwner, type SlotContent } from './lock-owner.ts';
import {
  LOCK_NAME,
  lockPath,
  place,
  readSlot,
  removeIfThere,
  replace,
  type Stake,
  writeStake,
} from './lock-slot.ts';
import { sweepLeftOvers } from './lock-sweep.ts';

export type { LedgerLock } from './lock-held.ts';
export type { LockOwner } from './lock-owner.ts';

export type Acquisition =
  | {
      acquired: true;
      lock: LedgerLock;
      /** The dead owner whose lock this was; `null` when it was free or damaged. */
      inheritedFrom: LockOwner | null;
      /** Where the damaged lock file is now, when there was one. */
      keptAside: string | null;
    }
  | {
      acquired: false;
      /** Who has it, or is about to take it; `null` when its file does not say. */
      owner: LockOwner | null;
      /** A clause that names the owner and, if there is one, the remedy. */
      why: string;
    };

/** Each round is lost to someone who got further, so this many in a row point to another problem. */
const MOST_ROUNDS = 100;

/** Who owns the home, according to its lock file; `null` when nobody does, or the file does not say. */
export function readLockOwner(home: string): LockOwner | null {
  return readSlot(lockPath(home))?.owner ?? null;
}

/**
 * Becomes the owner of a home, unless someone else is, or may be. Never waits for another process.
 *
 * @param options.home the folder, which must exist
 * @param options.socket where this process already listens; absolute
 * @param options.breakLock presume dead whoever cannot be judged from here (another machine); a live owner keeps the
 * lock
 * @throws OpmError (exit 1) when the lock cannot be read or written
 */
export async function tryAcquireLock(options: {
  home: string;
  socket: string;
  table?: ProcessTable;
  breakLock?: boolean;
}): Promise<Acquisition> {
  const { home, socket, table = processTable(), breakLock = false } = options;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = readSlot(lockPath(home));
    if (found !== null) {
      // Judged before anything is written: whoever is refused leaves no trace.
      const verdict = await judgeLock(found, { table, home });
      if (verdict === 'alive' || (verdict === 'unknown' && !breakLock))
        return refused({ by: found, verdict });
      faultPoint('lock.judged');
    }
    const outcome = await contend({ home, socket, table, breakLock, found });
    if (outcome === 'again') continue;
    return 'acquired' in outcome ? outcome : refused(outcome);
  }
  return {
    acquired: false,
    owner: readLockOwner(home),
    why: 'its lock keeps changing hands. Try again',
  };
}

function refused({ by, verdict }: Guarded): Acquisition {
  return { acquired: false, owner: by.owner, why: whyHeld(by, verdict) };
}

/** @param options.found what the lock held, its owner dead; `null` when it was free */
async function contend(options: {
  home: string;
  socket: string;
  table: ProcessTable;
  breakLock: boolean;
  found: SlotContent | null;
}): Promise<Acquisition | Guarded | 'again'> {
  const { home, socket, table, breakLock, found } = options;
  const stake = writeStake(home, newOwner(table, socket), { durable: true });
  try {
    faultPoint('lock.written');
    if (found === null) {
      if (place(stake, lockPath(home)) !== 'placed') return 'again';
      faultPoint('lock.linked');
      return won(stake, null, null);
    }
    const guard = await takeGuard({ stake, content: found, table, breakLock });
    if (guard === 'again' || 'by' in guard) return guard;
    let keptAside: string | null = null;
    try {
      // No `await` from here to the removal of the guard: it is held as briefly as possible.
      if (readSlot(lockPath(home))?.nonce !== found.nonce) return 'again';
      faultPoint('lock.confirmed');
      if (found.defect === 'damaged') keptAside = keepAside(home, found.nonce);
      if (replace(stake, lockPath(home)) === 'swept') return 'again';
      faultPoint('lock.replaced');
    } finally {
      removeIfThere(guard.path);
    }
    return won(stake, found.owner, keptAside);
  } finally {
    removeIfThere(stake.file);
  }
}

function won(stake: Stake, inheritedFrom: LockOwner | null, keptAside: string | null): Acquisition {
  faultPoint('lock.acquired');
  sweepLeftOvers(stake.home, stake.owner.nonce);
  return { acquired: true, lock: new LedgerLock(stake.home, stake.owner), inheritedFrom, keptAside };
}

function newOwner(table: ProcessTable, socket: string): LockOwner {
  const identity = identityOf(table, process.pid);
  if (identity === null) throw new Error(`This very process, ${process.pid}, is not in the process table`);
  return {
    version: LOCK_VERSION,
    identity,
    machineId: machineId(),
    initOfNamespace: process.pid === 1,
    socket,
    nonce: globalThis.crypto.randomUUID().replaceAll('-', ''),
    startedAt: new Date().toISOString(),
    command: (table.commandLine(process.pid) ?? 'opm').slice(0, 200),
  };
}

/** A second name for the damaged lock file, which it keeps when the first one is given to another. */
function keepAside(home: string, nonce: string): string {
  const path = join(home, `${LOCK_NAME}-${nonce}`);
  try {
    linkSync(lockPath(home), path);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw lockUnwritable(path, error);
  }
  faultPoint('lock.kept-aside');
  return path;
}
