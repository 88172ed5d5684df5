import type { Afterwards, Claim, Exit } from '../../ledger/facts.ts';
import type { RestartCause } from '../../protocol/restart-cause.ts';
import type { Deadline } from '../deadlines.ts';
import type { StopOutcome } from '../outcome.ts';
import type { PreflightChecks } from '../preflight/preflight.ts';
import type { Running } from './running.ts';

export interface StartOptions {
  /** A restore is working on it: a failure is reported to the restore and not retried. */
  held?: boolean;
  /** Why it counts as a restart of the instance; `null` or absent: it does not. */
  restart?: RestartCause | null;
  /** Shares checks among the instances of one restore. */
  preflight?: PreflightChecks;
}

export interface StopRequest {
  /** What comes after it, for the ledger. */
  afterwards: Afterwards;
  /** Go on even when the ledger cannot be written: a rollback or a shutdown must. */
  certain: boolean;
  /** Why it ends, where nobody asked for it. */
  reason?: string;
}

/** A working process that a new one is to replace. */
export interface Renewal {
  /** Of the process that is meant: the next one is not. */
  token: string;
  cause: RestartCause;
  /** Follows the app's name in a sentence. */
  reason: string;
}

/** An automatic start. */
export interface PlannedStart {
  /** Begins the wait, and calls `go` once when it is over; `null`: as long as the restart policy waits by now. */
  wait: ((go: () => void) => Deadline) | null;
  /** Why it is not running, in words. */
  reason: string | null;
}

/** What can happen to an instance, and what is known of it. */
export interface InstanceEvents {
  /** Somebody wants it to have a process. */
  'start-asked': StartOptions;
  'stop-asked': StopRequest;
  /** The wait before a restart is over. */
  'restart-due': undefined;
  /** Its process has ended, and nobody is stopping it. */
  exited: { running: Running; exit: Exit };
  /**
   * Its process does not work: it is to be ended, and the restart policy decides what comes next. `reason` follows the
   * app's name.
   */
  unfit: { running: Running; reason: string; cause?: RestartCause };
  /** Its process works, but a new one is to replace it. It did not crash. */
  outworn: Renewal;
  /** A process that an earlier daemon started was found alive. */
  adopted: Claim;
  /** Its process cannot be verified from here. */
  fenced: { reason: string };
  /** Its process ended while no daemon was watching. */
  'exit-missed': Exit;
  /** The process passed its readiness check. */
  ready: Running;
  /** It is to be started automatically, later. */
  'start-planned': PlannedStart;
}

export type InstanceEventName = keyof InstanceEvents;

/** These take time, so they wait for each other; the others are handled at once. */
export type QueuedEventName = 'start-asked' | 'stop-asked' | 'restart-due' | 'exited' | 'unfit' | 'outworn';

/** What the caller gets: the process, or why there is none; how a stop went. */
export type Answer<Name extends InstanceEventName> = Name extends 'start-asked' | 'outworn'
  ? Running | string
  : Name extends 'stop-asked'
    ? StopOutcome
    : unknown;
