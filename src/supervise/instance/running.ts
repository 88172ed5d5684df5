import type { Exit } from '../../ledger/facts.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';
import { deferred } from '../deferred.ts';
import type { StartOutcome } from '../outcome.ts';

/** A process that runs now, or ran a moment ago. */
export interface Running {
  token: string;
  identity: Identity;
  /** The thread that holds its handle; `null` if it is not our child and is polled. */
  threadId: number | null;
  /** An earlier daemon started it. */
  adopted: boolean;
  /** See `Descent`. */
  kin: Map<number, number>;
  logOffsets: { out: number; err: number };
  exited: Promise<Exit>;
  /** Ends `exited`. */
  end: (exit: Exit) => void;
  ended: boolean;
  /** What comes after its end depends on its exit code. */
  needsCode: boolean;
  /** More than its exit code tells, in words that follow the app's name. */
  whyEnded: string | null;
  /** Announced readiness on its descriptor. */
  fdReady: Promise<void>;
  announceFdReady: () => void;
  /** Ends the wait for readiness; `null` once it is over. */
  waiting: AbortController | null;
  /** The one wait for its readiness, shared by all who ask. */
  readiness: Promise<StartOutcome> | null;
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
    needsCode: false,
    kin: new Map(),
    whyEnded: null,
    fdReady: ready.promise,
    announceFdReady: ready.resolve,
    waiting: null,
    readiness: null,
  };
  return running;
}
