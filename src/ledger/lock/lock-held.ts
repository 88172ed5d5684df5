import { linkSync, type Stats, statSync } from 'node:fs';
import { systemErrorCode } from '../../errors.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import type { LockOwner } from './lock-owner.ts';
import { guardPath, lockPath, readSlot, removeIfThere, writeStake } from './lock-slot.ts';

/** The ownership of a home, from `tryAcquireLock` until `release` or the end of the process. */
export class LedgerLock {
  readonly owner: LockOwner;
  readonly #home: string;
  readonly #path: string;
  /** The file as it was when its content was last seen to be ours. */
  #seen: Stats | undefined;
  #released = false;

  constructor(home: string, owner: LockOwner) {
    this.owner = owner;
    this.#home = home;
    this.#path = lockPath(home);
  }

  /**
   * Whether the lock file still names this owner. It does unless someone deletes or damages it by hand, or breaks the
   * lock of a machine that was not dead; an owner that sees `false` must not write to the home again. Uses no
   * descriptor, and only one system call while the file is untouched.
   */
  stillHeld(): boolean {
    if (this.#released) return false;
    const now = statOf(this.#path);
    if (now === null) return false;
    if (now === undefined || isSameFile(now, this.#seen)) return true;
    try {
      if (readSlot(this.#path)?.nonce !== this.owner.nonce) return false;
    } catch {
      return true; // It cannot be read now; nothing says that it is lost.
    }
    this.#seen = now;
    return true;
  }

  /**
   * Gives up the lock; call it before the owner's socket is closed. It removes the lock file only if it still carries
   * our own nonce, and under its own guard, so that nobody replaces it between the check and the removal. If that is
   * impossible (a full or vanished disk), the file stays and is inherited once this process has ended.
   */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    const nonce = globalThis.crypto.randomUUID().replaceAll('-', '');
    try {
      const stake = writeStake(this.#home, { ...this.owner, nonce }, { durable: false });
      try {
        faultPoint('lock.release-written');
        const guard = guardPath(this.#home, this.owner.nonce);
        linkSync(stake.file, guard); // Taken: someone is breaking this lock, and may have it.
        try {
          faultPoint('lock.release-guarded');
          if (readSlot(this.#path)?.nonce === this.owner.nonce) removeIfThere(this.#path);
          faultPoint('lock.release-unlinked');
        } finally {
          removeIfThere(guard);
        }
      } finally {
        removeIfThere(stake.file);
      }
    } catch {
      // See above: the process ends without the lock being free, as if it had been killed.
    }
  }
}

/** `null` when there is no such file, `undefined` when it cannot be determined. */
function statOf(path: string): Stats | null | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const code = systemErrorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : undefined;
  }
}

function isSameFile(a: Stats, b: Stats | undefined): boolean {
  return (
    b !== undefined && a.ino === b.ino && a.dev === b.dev && a.mtimeMs === b.mtimeMs && a.size === b.size
  );
}
