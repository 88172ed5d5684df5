import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Fleet } from '../fleet.ts';
import type { RollingRenewal } from './rolling-renewal.ts';

/** Takes care of one aspect of running instances: their memory, their schedule, their files. */
export interface Carer {
  /** The instance's current state; `null`: it is gone. Called after every change. */
  see(id: number, instance: LedgerInstance | null): void;
  close(): void;
}

export interface CarerTools {
  fleet: Fleet;
  renewal: RollingRenewal;
  /** A line in the daemon's log. */
  note(message: string): void;
  /** The same, and in `opm list`: something that needs attention. */
  notice(message: string): void;
}

/** Its process, if that is ready and meant to keep running. */
export function onlineClaim(instance: LedgerInstance | null): LedgerInstance['claim'] {
  if (instance === null || instance.stopping !== null || instance.want === 'stopped') return null;
  return instance.claim?.online === true ? instance.claim : null;
}
