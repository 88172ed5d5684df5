import type { InstanceSpec, PluginEntry, Settings } from '../config/instance/instance-spec.ts';
import type { RestartCause } from '../protocol/restart-cause.ts';
import type { Identity } from '../runtime/proc/process-table.ts';

/** Version of the ledger's format. A ledger with a higher one is refused; OPM never guesses. */
export const LEDGER_VERSION = 1;

/** How a process ended. `unknown`: nobody saw it end. */
export interface Exit {
  code: number | null;
  signal: string | null;
  unknown: boolean;
  /** Why, where the code does not say: it could not be spawned, it never became ready. */
  reason: string | null;
}

/** What a committed restore was made from; recovery needs it to run plugins again. */
export interface RestoreContext {
  source: { kind: 'config' | 'snapshot' | 'ledger'; path: string | null };
  settings: Settings;
  plugins: PluginEntry[];
}

/** What a restore is about to do, by instance id. */
export interface RestoreSteps {
  /** Defined but not started. */
  define: number[];
  start: number[];
  replace: number[];
  stop: number[];
}

/** What comes after the end of an instance's process. `judge`: the restart policy decides. */
export type Afterwards = 'start' | 'stay' | 'forget' | 'judge';

/** The status of an instance that has no process and nothing in progress. */
export type Settled = 'stopped' | 'errored';

/**
 * One line of the ledger. State is nothing but the fold of these in their order (`fold.ts`).
 * `at` is an ISO time for people; no decision depends on it.
 */
export type Fact =
  /** First line of a compacted ledger: what the lines after it cannot say. */
  | {
      op: 'base';
      version: number;
      nextId: number;
      context: RestoreContext | null;
      restore: OpenRestore | null;
      owners: Owner[];
      /** Absent in older ledgers. */
      due?: HooksDue | null;
      loss?: Loss;
    }
  /** After `base`: one instance as it stood. */
  | { op: 'restate'; instance: LedgerInstance }
  /** A daemon took the ledger. In a new boot every instance becomes dormant. `lost`: it was damaged, or there was none. */
  | { op: 'open'; version: number; owner: Identity; initOfNamespace: boolean; lost?: true; at: string }
  /** The daemon ended after stopping everything: the next one starts nothing automatically. */
  | { op: 'close'; at: string }
  /** An inherited environment, stored once under the hash of its content. */
  | { op: 'env'; key: string; vars: Record<string, string> }
  | ({ op: 'define' } & Pick<LedgerInstance, 'id' | 'spec' | 'env' | 'pluginEnv'>)
  | { op: 'forget'; id: number }
  | { op: 'want'; id: number; want: 'running' | 'stopped'; resetRestarts?: true }
  | ({ op: 'begin'; restore: string; at: string } & Pick<OpenRestore, 'context' | 'steps' | 'keepGoing'>)
  | { op: 'commit'; restore: string; at: string }
  | { op: 'rollback'; restore: string; phase: 'begun' | 'restored' | 'done'; reason: string; at: string }
  /** Plugins are about to prepare a restore: from here on `postRestore` or `restoreFailed` is due. */
  | ({ op: 'hooks'; at: string } & Pick<HooksDue, 'restore' | 'plugins' | 'view'>)
  /** It has run. */
  | { op: 'told'; restore: string }
  /** About to start instance `id` with this token in its environment. `cause`, `userId`: absent in older ledgers. */
  | ({ op: 'intent'; id: number; token: string } & {
      restart: boolean;
      cause?: RestartCause;
      userId?: number;
      at: string;
    })
  | ({ op: 'claim'; id: number } & Pick<Claim, 'token' | 'identity' | 'logOffsets' | 'at'>)
  /** The claimed process passed its readiness check. */
  | { op: 'online'; id: number; token: string }
  /** About to stop the process of instance `id`. */
  | { op: 'stop'; id: number; afterwards: Afterwards; at: string }
  /** The intent or claim with this token is over. `settled` null: it will be started again. */
  | { op: 'release'; id: number; token: string; exit: Exit; settled: Settled | null; at: string };

export interface LedgerInstance {
  id: number;
  spec: InstanceSpec;
  env: string | null;
  pluginEnv: string[];
  want: 'running' | 'stopped';
  /** Wanted, but not started until someone asks: the machine or the daemon was shut down. */
  dormant: boolean;
  restarts: number;
  /** How many of the restarts had which cause; those before OPM kept count have none. */
  causes?: Partial<Record<RestartCause, number>>;
  intent: { token: string; pidNamespace: string; userId?: number; at: string } | null;
  claim: Claim | null;
  stopping: Afterwards | null;
  lastExit: (Exit & { at: string }) | null;
  settled: Settled | null;
}

export interface Claim {
  token: string;
  /** The user it was started as; absent from older claims. */
  userId?: number;
  identity: Identity;
  logOffsets: { out: number; err: number };
  online: boolean;
  /** It runs an older spec than the one defined now. */
  stale: boolean;
  at: string;
}

/** A restore whose plugins must still be told how it ended. */
export interface HooksDue {
  restore: string;
  plugins: PluginEntry[];
  /** What hooks are told about it, as JSON. */
  view: object;
  /** `null`: it has not ended, or never began. */
  outcome: 'committed' | 'rolled-back' | null;
  /** Why it was rolled back. */
  reason: string | null;
  at: string;
}

/** A daemon that once held this ledger, by PID namespace. */
export interface Owner {
  bootId: string;
  pidNamespace: string;
  initOfNamespace: boolean;
}

/**
 * The ledger is incomplete: in this boot, processes may be running that are older than the one with this start time,
 * which found the ledger damaged or gone.
 */
export interface Loss {
  bootId: string;
  startTicks: number;
}

/** How an instance stood before a restore touched it; `null`: it did not exist. */
export type Before = Pick<LedgerInstance, 'spec' | 'env' | 'pluginEnv' | 'want' | 'dormant' | 'settled'> & {
  ran: boolean;
  /**
   * It had a process, or one was being started. Otherwise it was waiting for its restart, if it ran. Absent in older
   * ledgers.
   */
  hadProcess?: boolean;
};

/** A restore that has begun and neither committed nor been rolled back. */
export interface OpenRestore {
  id: string;
  context: RestoreContext;
  steps: RestoreSteps;
  keepGoing: boolean;
  /** Set once it is being rolled back. `restored`: nothing new is running, and every spec is the old one again. */
  rollingBack: { reason: string; restored: boolean } | null;
  before: Record<number, Before | null>;
}
