import type { Exit, LedgerInstance } from '../ledger/facts.ts';
import type { InstanceStatus } from '../protocol/intents.ts';
import type { Identity } from '../runtime/proc/process-table.ts';
import type { Deadline } from './deadlines.ts';
import { deferred } from './deferred.ts';
import type { StartOutcome } from './outcome.ts';
import { type CrashHistory, NO_CRASHES } from './policy/restart-policy.ts';

/** A process that runs now, or ran a moment ago. */
export interface Running {
  token: string;
  identity: Identity;
  /** The thread that holds its handle; `null` when it is not our child and is watched by looking. */
  threadId: number | null;
  /** An earlier daemon started it. */
  adopted: boolean;
  logOffsets: { out: number; err: number };
  exited: Promise<Exit>;
  /** Ends `exited`. */
  end: (exit: Exit) => void;
  ended: boolean;
  /** Announced readiness on its descriptor. */
  fdReady: Promise<void>;
  announceFdReady: () => void;
  /** Ends the wait for readiness; `null` once it is over. */
  waiting: AbortController | null;
  /** The one wait for its readiness, shared by all who ask. */
  readiness: Promise<StartOutcome> | null;
  cpu: { ticks: number; atMs: number } | null;
}

/** An instance as the daemon holds it in memory. What must survive the daemon is in the ledger. */
export interface Supervised {
  id: number;
  status: InstanceStatus;
  running: Running | null;
  crashes: CrashHistory;
  backoff: Deadline | null;
  /** A restore is at work on it: an exit is the restore's business, not the restart policy's. */
  held: boolean;
  /** The restore at work on it has failed: there is no point in waiting for it. */
  abandoned: boolean;
  /** Why it is `errored`, or why nothing may be started in its place. */
  reason: string | null;
  /** Its process cannot be verified from here, so it is left alone and nothing is started in its place. */
  unverifiable: boolean;
  /** The end of the queue of operations on it; they run one after the other. */
  lane: Promise<unknown>;
}

export function newRunning(
  options: Pick<Running, 'token' | 'identity' | 'threadId' | 'adopted' | 'logOffsets'>,
): Running {
  const exit = deferred<Exit>();
  const ready = deferred<void>();
  const running: Running = {
    ...options,
    exited: exit.promise,
    end: (how) => {
      running.ended = true;
      exit.resolve(how);
    },
    ended: false,
    fdReady: ready.promise,
    announceFdReady: ready.resolve,
    waiting: null,
    readiness: null,
    cpu: null,
  };
  return running;
}

/** Runs `work` after everything that was queued for this instance before. */
export function inLane<Result>(supervised: Supervised, work: () => Promise<Result>): Promise<Result> {
  const turn = supervised.lane.then(work);
  supervised.lane = turn.catch(() => {});
  return turn;
}

export function newSupervised(instance: LedgerInstance): Supervised {
  return {
    id: instance.id,
    status: instance.settled ?? 'stopped',
    running: null,
    crashes: NO_CRASHES,
    backoff: null,
    held: false,
    abandoned: false,
    reason: instance.settled === 'errored' ? (instance.lastExit?.reason ?? null) : null,
    unverifiable: false,
    lane: Promise.resolve(),
  };
}
