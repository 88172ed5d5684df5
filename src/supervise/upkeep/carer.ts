import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Fleet } from '../fleet.ts';
import type { RollingRenewal } from './rolling-renewal.ts';

/** Sees to one thing that instances want while they live: their memory, their times, their files. */
export interface Carer {
  /** How the instance stands now; `null`: it is gone. Called after everything that changed it. */
  see(id: number, instance: LedgerInstance | null): void;
  close(): void;
}

export interface CarerTools {
  fleet: Fleet;
  renewal: RollingRenewal;
  /** A line in the daemon's log. */
  note(message: string): void;
  /** The same, and in `opm list`: what somebody should do something about. */
  notice(message: string): void;
}

/** Its process, if it has one that is ready and is meant to go on. */
export function onlineClaim(instance: LedgerInstance | null): LedgerInstance['claim'] {
  if (instance === null || instance.stopping !== null || instance.want === 'stopped') return null;
  return instance.claim?.online === true ? instance.claim : null;
}
