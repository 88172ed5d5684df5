import { systemErrorCode } from '../../errors.ts';
import type { Native } from '../../runtime/native/native.ts';
import type { Pidfds } from '../../runtime/native/process/pidfd.ts';
import {
  type Identity,
  type Liveness,
  livenessOf,
  type ProcessTable,
} from '../../runtime/proc/process-table.ts';

/**
 * The share of this process's descriptors that may be held: Bun holds one for each child as well, and what starts apps
 * and serves clients needs some. Without one, a signal opens its own.
 */
const SHARE = 1 / 4;

interface Hold {
  pidfd: number;
  /** Its start time was compared while the descriptor was open: it is the right process. */
  isVerified: boolean;
}

/** A descriptor to be used for a moment, and whether it refers to the process that was meant. */
export interface Grip {
  readonly pidfd: number;
  readonly liveness: Liveness;
  /** Call it when the descriptor is no longer used. */
  done(): void;
}

/**
 * The owner of the process descriptors (pidfds) of all claims. One is opened at the claim or at the adoption and closed
 * at the release; while it is open, it refers to that process, whoever gets its PID.
 *
 * A hold is found by the identity object that was held, not by an equal one: while the process is alive, there is only
 * one.
 */
export class ProcessHolds {
  readonly #table: ProcessTable;
  readonly #pidfds: Pidfds;
  readonly #close: (descriptor: number) => void;
  readonly #most: number;
  readonly #held = new Map<Identity, Hold>();

  constructor(options: {
    table: ProcessTable;
    pidfds: Pidfds;
    close: (descriptor: number) => void;
    /** How many descriptors this process may have open. */
    limit: number;
  }) {
    this.#table = options.table;
    this.#pidfds = options.pidfds;
    this.#close = options.close;
    this.#most = Math.floor(options.limit * SHARE);
  }

  get size(): number {
    return this.#held.size;
  }

  /** Holds on to a process until {@link release}, as long as there are descriptors for it. */
  hold(identity: Identity): void {
    if (this.#held.has(identity) || this.#held.size >= this.#most) return;
    const pidfd = this.#open(identity.pid);
    if (pidfd !== null) this.#held.set(identity, { pidfd, isVerified: false });
  }

  release(identity: Identity): void {
    const hold = this.#held.get(identity);
    if (hold === undefined) return;
    this.#held.delete(identity);
    this.#close(hold.pidfd);
  }

  /**
   * The descriptor of a process: the one that is held, or one opened for the moment. It may be used only when the
   * liveness is `alive`. `null`: there is no such process, or no descriptor left.
   */
  grip(identity: Identity): Grip | null {
    const held = this.#held.get(identity);
    if (held !== undefined)
      return { pidfd: held.pidfd, liveness: this.#verify(identity, held), done: () => {} };
    const pidfd = this.#open(identity.pid);
    if (pidfd === null) return null;
    const liveness = livenessOf(this.#table, identity);
    return { pidfd, liveness, done: () => this.#close(pidfd) };
  }

  /** The descriptor that is held; `null` when none is, or its process has ended. It stays the holder's. */
  descriptorOf(identity: Identity): number | null {
    const hold = this.#held.get(identity);
    return hold !== undefined && this.#verify(identity, hold) === 'alive' ? hold.pidfd : null;
  }

  /**
   * The start is compared at the first use and not when the descriptor is opened: whoever has that PID and that start
   * now had the PID ever since, so also when it was opened.
   */
  #verify(identity: Identity, hold: Hold): Liveness {
    if (hold.isVerified) return 'alive';
    const liveness = livenessOf(this.#table, identity);
    hold.isVerified = liveness === 'alive';
    return liveness;
  }

  #open(pid: number): number | null {
    try {
      return this.#pidfds.open(pid);
    } catch (error) {
      // It has ended, or there is no descriptor left.
      if (systemErrorCode(error) !== undefined) return null;
      throw error;
    }
  }
}

/** `null` where there are no pidfds. */
export function openProcessHolds(options: { native: Native; table: ProcessTable }): ProcessHolds | null {
  const { native, table } = options;
  const { pidfds, descriptors } = native;
  if (pidfds === null || descriptors === null) return null;
  return new ProcessHolds({ table, pidfds, close: descriptors.close, limit: descriptors.limit() });
}
