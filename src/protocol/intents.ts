/**
 * The protocol between commands and the daemon: HTTP over the Unix socket `opm.sock` in the home.
 *
 * `POST /v1/<intent>` with the intent's request as JSON. The answer is NDJSON: any number of event lines, then
 * exactly one `result` or `error` line. Clients send intents ("restart api"), never state.
 */

import type { InstanceSpec, PluginEntry, Settings } from '../config/instance/instance-spec.ts';
import type { ErrorShape } from '../errors.ts';
import type { CapabilityReport } from '../runtime/native/capability.ts';
import type { Identity } from '../runtime/proc/process-table.ts';
import type { RestoreEvent, RestoreReport } from './restore-report.ts';

/** What an instance is actually doing, as opposed to what is wanted of it. */
export type InstanceStatus = 'starting' | 'online' | 'backoff' | 'stopping' | 'stopped' | 'errored';

/** An entry of `opm list --json`, a stable interface. */
export interface ListEntry {
  id: number;
  name: string;
  instance: number;
  namespace: string;
  status: InstanceStatus;
  pid: number | null;
  restarts: number;
  uptimeMs: number | null;
  cpuPercent: number | null;
  memoryBytes: number | null;
  exitCode: number | null;
  adopted: boolean;
}

/** How a process ended. Both null: it ended while nobody was watching. */
export interface LastExit {
  code: number | null;
  signal: string | null;
  at: string | null;
  reason: string | null;
}

/** `opm info X --json`. */
export interface InfoEntry extends ListEntry {
  identity: Identity | null;
  command: string[];
  cwd: string;
  logs: { out: string; err: string };
  lastExit: LastExit | null;
  dependsOn: string[];
  port: number | null;
  user: string | null;
  /** Names of variables provided by plugins; the values are never shown. */
  pluginEnv: string[];
  /** The app's own variables, without inherited ones. */
  env: Record<string, string>;
  /** Inherited variables as they were when the instance was defined. */
  inheritedEnv: Record<string, string>;
  wanted: 'running' | 'stopped';
}

/** `opm daemon status --json`. */
export interface DaemonStatus {
  running: boolean;
  pid: number | null;
  home: string;
  version: string;
  runtime: string;
  uptimeMs: number | null;
  processes: number;
  adopted: number;
  /** Which of the kernel's own means it uses: `true`, or why it does without. `null` where none runs. */
  native: CapabilityReport | null;
}

export type RestoreSource =
  | { kind: 'config'; file: string; instances: InstanceSpec[]; settings: Settings; plugins: PluginEntry[] }
  | { kind: 'snapshot'; generation: number | null }
  /** The snapshot, or else the ledger's last wanted set. */
  | { kind: 'auto' };

export interface RestoreRequest {
  source: RestoreSource;
  dryRun: boolean;
  keepGoing: boolean;
  prune: boolean;
  only: string[] | null;
  timeoutMs: number | null;
  /** The caller's environment, for apps that inherit it. */
  env: Record<string, string>;
  caller: Caller;
}

export interface Caller {
  pid: number;
  command: string;
}

/** The outcome of a command other than restore for one instance. */
export interface TargetOutcome {
  id: number;
  name: string;
  instance: number;
  ok: boolean;
  /** Its status now. */
  status: InstanceStatus | 'removed';
  pid: number | null;
  /** Why it failed, or what else happened. */
  message?: string;
}

export interface SnapshotInfo {
  generation: number;
  file: string;
  createdAt: string | null;
  instances: number;
  /** `null` when it is intact. */
  damage: string | null;
}

/** Every intent with its request and result. */
export interface Intents {
  status: { request: Record<string, never>; result: DaemonStatus };
  list: {
    request: Record<string, never>;
    result: { entries: ListEntry[]; snapshotDiffers: boolean; notices: string[] };
  };
  info: { request: { targets: string[] }; result: InfoEntry[] };
  restore: { request: RestoreRequest; result: { report: RestoreReport; exitCode: 0 | 1 | 2 | 130 } };
  /** Cancels the restore or launch of this caller, even while it waits; without a caller, the running one. */
  cancel: { request: { caller?: Caller }; result: { cancelled: boolean } };
  /** Starts new apps, all or nothing; running instances with the same spec are kept. */
  launch: {
    request: { instances: InstanceSpec[]; settings: Settings; env: Record<string, string>; caller: Caller };
    result: { report: RestoreReport; exitCode: 0 | 1 | 2 | 130 };
  };
  /** Starts stopped instances. */
  start: { request: { targets: string[] }; result: TargetOutcome[] };
  stop: { request: { targets: string[] }; result: TargetOutcome[] };
  restart: { request: { targets: string[]; env: Record<string, string> | null }; result: TargetOutcome[] };
  /** Restarts one instance at a time, each ready before the next; stops at the first failure. */
  reload: { request: { targets: string[] }; result: TargetOutcome[] };
  remove: { request: { targets: string[] }; result: TargetOutcome[] };
  /** Clears the restart counters. */
  reset: { request: { targets: string[] }; result: TargetOutcome[] };
  signal: { request: { targets: string[]; signal: string }; result: TargetOutcome[] };
  scale: { request: { name: string; instances: number }; result: TargetOutcome[] };
  adjust: {
    request: { target: string; name: string | null; argv: string[] | null };
    result: TargetOutcome[];
  };
  save: { request: Record<string, never>; result: { generation: number; file: string; instances: number } };
  /**
   * Ends the daemon; with `keepApps` the apps keep running and the next daemon adopts them. `restart`: someone will
   * take its place at once. `comesBack`: its init system does that, so nobody else has to.
   */
  shutdown: {
    request: { keepApps: boolean; restart?: boolean };
    result: { stopped: number; kept: number; failed: TargetOutcome[]; comesBack?: boolean };
  };
  /** Stops everything and forgets every instance; keeps snapshots and logs. */
  wipe: { request: Record<string, never>; result: { stopped: number; ledgerKeptAs: string } };
}

export type Intent = keyof Intents;

/** One line of an answer. */
export type AnswerLine<I extends Intent> =
  | { type: 'event'; event: RestoreEvent }
  | { type: 'result'; value: Intents[I]['result'] }
  | { type: 'error'; error: ErrorShape };

/** What commands use; created by `connect()` in `client/connect.ts`, which starts the daemon if asked to. */
export interface DaemonClient {
  call<I extends Intent>(
    intent: I,
    request: Intents[I]['request'],
    onEvent?: (event: RestoreEvent) => void,
  ): Promise<Intents[I]['result']>;
  close(): void;
}
