import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultPoint } from '../../runtime/fault-point.ts';
import { GUARD_PREFIX, guardPath, lockPath, readSlot, removeIfThere, TEMPORARY_PREFIX } from './lock-slot.ts';

/**
 * Removes what dead contenders left behind. Only for the holder of the lock, right after taking it.
 *
 * Nonces never repeat, so no guard of any content but the lock's own can matter again, and a living contender whose
 * file disappears starts over and finds the lock taken. The one exception: someone who was told to break this very
 * lock holds its guard, and guards of that guard may matter. Then nothing is removed. The order makes that certain:
 * list, then check that our own guard is absent and the lock still ours, then remove.
 */
export function sweepLeftOvers(home: string, nonce: string): void {
  try {
    const leftOvers = readdirSync(home).filter(
      (name) => (name.startsWith(GUARD_PREFIX) || name.startsWith(TEMPORARY_PREFIX)) && !name.includes(nonce),
    );
    if (leftOvers.length === 0) return;
    if (existsSync(guardPath(home, nonce)) || readSlot(lockPath(home))?.nonce !== nonce) return;
    for (const name of leftOvers) {
      removeIfThere(join(home, name));
      faultPoint('lock.swept-one');
    }
  } catch {
    // They are harmless; the next holder tries again.
  }
}
