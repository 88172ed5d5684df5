import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { OpmError, systemErrorCode } from '../../errors.ts';
import { openOwn } from '../../runtime/files/open-own.ts';
import { lockUnlinkable, lockUnreadable, lockUnwritable } from '../ledger-errors.ts';
import { formatOwner, type LockOwner, parseOwner, type SlotContent } from './lock-owner.ts';

/** Far more than any owner needs. Anything longer is damaged. */
const LONGEST_BYTES = 16 * 1024;

export const LOCK_NAME = 'ledger.lock';
/** Prefix of the names that a contender may leave behind; a nonce follows. */
export const GUARD_PREFIX = `${LOCK_NAME}.dead.`;
export const TEMPORARY_PREFIX = `${LOCK_NAME}.new.`;

export function lockPath(home: string): string {
  return join(home, LOCK_NAME);
}

/** The right to replace a slot that carries `nonce` belongs to the holder of this file. */
export function guardPath(home: string, nonce: string): string {
  return join(home, GUARD_PREFIX + nonce);
}

/**
 * @returns what the slot holds, `null` when it is free
 * @throws OpmError `FILE_OF_OTHER` (65), `LOCK_UNREADABLE`: a lack of descriptors or of permission never looks like a free slot
 */
export function readSlot(path: string): SlotContent | null {
  let descriptor: number | undefined;
  try {
    descriptor = openOwn(path, constants.O_RDONLY);
    const buffer = Buffer.allocUnsafe(LONGEST_BYTES);
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length === buffer.length) break;
    }
    const content = parseOwner(buffer.toString('utf8', 0, length));
    if (content !== null) return content;
    // In whole milliseconds, which all runtimes report alike.
    const { size, mtimeMs } = fstatSync(descriptor);
    return { nonce: `damaged-${size}-${Math.floor(mtimeMs)}`, owner: null, defect: 'damaged' };
  } catch (error) {
    if (error instanceof OpmError) throw error;
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw lockUnreadable(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A contender's own content on disk, under a name of its own, from which it is linked into slots. */
export interface Stake {
  readonly home: string;
  readonly owner: LockOwner;
  readonly file: string;
}

/**
 * Writes what the contender will put into slots.
 *
 * @param options.durable with fsync, so that no power loss can leave an empty file under the lock's name
 * @throws OpmError `LOCK_UNWRITABLE`
 */
export function writeStake(home: string, owner: LockOwner, options: { durable: boolean }): Stake {
  const file = join(home, TEMPORARY_PREFIX + owner.nonce);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, formatOwner(owner));
    if (options.durable) fsyncSync(descriptor);
  } catch (error) {
    removeIfThere(file);
    throw lockUnwritable(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return { home, owner, file };
}

/** `swept`: the holder of the lock has cleared the stake away, so someone holds the lock. */
export type Placement = 'placed' | 'occupied' | 'swept';

/** Puts the stake into a free slot; of all who try, one succeeds. */
export function place(stake: Stake, slot: string): Placement {
  try {
    linkSync(stake.file, slot);
    return 'placed';
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'EEXIST':
        // Over a network, the answer to a successful link can be lost, and the retry then fails.
        return readSlot(slot)?.nonce === stake.owner.nonce ? 'placed' : 'occupied';
      case 'ENOENT':
        return 'swept';
      default:
        throw lockUnlinkable(slot, error);
    }
  }
}

/** Puts the stake into a slot whatever it holds. Only for the holder of the guard of that content. */
export function replace(stake: Stake, slot: string): 'placed' | 'swept' {
  const copy = `${stake.file}.copy`;
  try {
    linkSync(stake.file, copy);
    renameSync(copy, slot);
    return 'placed';
  } catch (error) {
    removeIfThere(copy);
    if (systemErrorCode(error) === 'ENOENT') return 'swept';
    throw lockUnlinkable(slot, error);
  }
}

/** Removes what is the caller's own or nobody's. If that fails, the next holder sweeps it away. */
export function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A read-only or vanished disk: the file stays and does no harm.
  }
}
