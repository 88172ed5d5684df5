import { type LockOwner, readLockOwner } from '../ledger/lock/lock.ts';
import { livenessOf } from '../runtime/proc/process-table.ts';
import { processTable } from '../runtime/proc/system.ts';

const LOOK_MS = 5;
const DEADLINE_MS = 10_000;

/** The current owner of the home, to be passed to {@link untilEnded}. */
export function currentOwner(home: string): LockOwner | null {
  return readLockOwner(home);
}

/**
 * Waits until a daemon that was told to end has ended. Its answer arrives before it has closed its files, and whoever
 * removes the home or starts the next daemon must not collide with it. Returns false after ten seconds.
 */
export async function untilEnded(owner: LockOwner | null): Promise<boolean> {
  if (owner === null) return true;
  const table = processTable();
  const giveUpAt = performance.now() + DEADLINE_MS;
  while (livenessOf(table, owner.identity) === 'alive') {
    if (performance.now() > giveUpAt) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
