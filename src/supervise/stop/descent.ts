import type { Identity } from '../../runtime/proc/process-table.ts';

/** A start, and what is known about its descendants. */
export interface Descent {
  /** In the environment of all of them, unless one removed it. */
  token: string;
  /** The process that was started, as the leader of a session; `null`: it was never learned. */
  identity: Identity | null;
  /** An earlier daemon started it: its orphans need not have become this daemon's children. */
  adopted: boolean;
  /** Descendants seen while their ancestry was known, by PID, with their start ticks. */
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
