/**
 * The protocol between commands and the daemon: HTTP over the Unix socket `opm.sock` in the home.
 *
 * `POST /v1/<intent>` with the intent's request as JSON. The answer is NDJSON: any number of event lines, then
 * exactly one `result` or `error` line. Clients send intents ("restart api"), never state.
 */

import type { LogRotationSpec } from '../config/keys/logs-keys.ts';
import type { ErrorShape } from '../errors.ts';
import type { CapabilityReport } from '../runtime/native/capability.ts';
import type { Identity } from '../runtime/proc/process-table.ts';
import type { Intent, Requests } from './request-schema.ts';
import type { RestartCause } from './restart-cause.ts';
import type { RestoreEvent, RestoreReport } from './restore-report.ts';

export type { Caller, Intent, RestoreRequest, RestoreSource, StartedProgram } from './request-schema.ts';

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
  /** Of its process and all its children, as is the memory. 100 is one core. */
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
  logs: { out: string; err: string; rotation?: LogRotationSpec };
  lastExit: LastExit | null;
  /** How many of the restarts were for which reason. */
  restartsBy: Record<RestartCause, number>;
  maxMemoryBytes: number | null;
  dependsOn: string[];
  port: number | null;
  user: string | null;
  /** Names of variables provided by plugins; the values are never shown. */
  pluginEnv: string[];
  /** The app's own variables, without inherited ones. */
  env: Record<string, string>;
  /** Inherited variables as they were when the instance was defined. */
  inheritedEnv: Record<string, string>;
  /** Which variables it inherits, as in the config; absent from daemons of older versions. */
  inheritEnv?: boolean | string[];
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
  /** Which kernel features it uses: `true`, or why it does not. `null` if none is running. */
  native: CapabilityReport | null;
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
  /** The last lines that it wrote, where its start failed. */
  log?: string[];
}

export interface SnapshotInfo {
  generation: number;
  file: string;
  createdAt: string | null;
  instances: number;
  /** `null` when it is intact. */
  damage: string | null;
}

/** The result of each intent; the requests are in `request-schema.ts`. */
interface Results {
  status: DaemonStatus;
  list: { entries: ListEntry[]; snapshotDiffers: boolean; notices: string[] };
  info: InfoEntry[];
  restore: { report: RestoreReport; exitCode: 0 | 1 | 2 | 130 };
  cancel: { cancelled: boolean };
  launch: Results['restore'];
  start: TargetOutcome[];
  stop: TargetOutcome[];
  restart: TargetOutcome[];
  reload: TargetOutcome[];
  remove: TargetOutcome[];
  reset: TargetOutcome[];
  signal: TargetOutcome[];
  scale: TargetOutcome[];
  adjust: TargetOutcome[];
  save: { generation: number; file: string; instances: number };
  /** `comesBack`: its init system starts it again, so nobody else has to. */
  shutdown: { stopped: number; kept: number; failed: TargetOutcome[]; comesBack?: boolean };
  wipe: { stopped: number; ledgerKeptAs: string };
}

/** Every intent with its request and result. */
export type Intents = { [I in Intent]: { request: Requests[I]; result: Results[I] } };

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
