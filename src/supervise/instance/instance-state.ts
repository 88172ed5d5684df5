import type { LedgerInstance } from '../../ledger/facts.ts';
import type { InstanceStatus } from '../../protocol/intents.ts';
import type { RestartCause } from '../../protocol/restart-cause.ts';
import type { Deadline } from '../deadlines.ts';
import { type CrashHistory, NO_CRASHES } from '../policy/restart-policy.ts';
import type { Running } from './running.ts';

/** `fenced`: its process cannot be verified from here, so it is left alone and nothing is started in its place. */
export type InstanceCondition = InstanceStatus | 'fenced';

/**
 * An instance as the daemon holds it in memory. What must survive the daemon is in the ledger. Written by the actions
 * of its own table alone.
 */
export interface InstanceState {
  condition: InstanceCondition;
  /** Present while it is `starting`, `online` or `stopping`. */
  running: Running | null;
  crashes: CrashHistory;
  /** When it is `backoff`: the restart to come. */
  backoff: Deadline | null;
  /** What that restart counts as. */
  dueTo: RestartCause;
  /** A restore works on it: an exit is the restore's business, not the restart policy's. */
  held: boolean;
  /** The restore that works on it has failed: there is no point in waiting. */
  abandoned: boolean;
  /** How many stops are waiting for the event in progress. While there are any, starting a process makes no sense. */
  stopsAsked: number;
  reason: string | null;
  /** Called once, when it becomes online. */
  onceOnline: Set<() => void>;
  /** The ledger no longer knows it. */
  forgotten: boolean;
}

export function newInstanceState({ settled, lastExit }: LedgerInstance): InstanceState {
  return {
    condition: settled ?? 'stopped',
    running: null,
    crashes: NO_CRASHES,
    backoff: null,
    dueTo: 'crash',
    held: false,
    abandoned: false,
    stopsAsked: 0,
    reason: settled === 'errored' ? (lastExit?.reason ?? null) : null,
    onceOnline: new Set(),
    forgotten: false,
  };
}
