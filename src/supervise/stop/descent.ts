import type { Identity } from '../../runtime/proc/process-table.ts';

/** A start, and what is known of what came of it. */
export interface Descent {
  /** In the environment of all of it, unless one of them took it out. */
  token: string;
  /** The process that was started, as the leader of a session; `null`: it was never learned. */
  identity: Identity | null;
  /** An earlier daemon started it: what lost its parent need not have become this daemon's child. */
  adopted: boolean;
  /** Descendants that were seen while their line was known, by PID, with their start ticks. */
  kin: Map<number, number>;
}

/** What an earlier daemon started, of which only the token is known. */
export function leftoverOf(token: string): Descent {
  return { token, identity: null, adopted: true, kin: new Map() };
}

/** What this daemon started without ever learning which process it was. */
export function unseenOf(token: string): Descent {
  return { token, identity: null, adopted: false, kin: new Map() };
}
