import type { PluginEntry } from '../config/instance/instance-spec.ts';
import type { HookRecord } from '../protocol/restore-report.ts';

/** Progress reported by a runner: the start and the end of each hook. */
export type HookProgress = { plugin: string; hook: string } & (
  | { status: 'started'; ms: null }
  | { status: 'ok' | 'failed'; ms: number; message?: string }
);

/** What hooks are told about an app before a restore. Names of variables, never values. */
export interface HookApp {
  name: string;
  namespace: string;
  instances: number;
  /** Ports claimed by its instances. */
  ports: number[];
  command: string[];
  cwd: string;
  user: string | null;
  dependsOn: string[];
  env: string[];
  /** What the plan does with its instances. */
  actions: ('start' | 'replace' | 'keep' | 'stop')[];
}

export interface HookRestore {
  restoreId: string;
  reason: 'restore' | 'recovery';
  source: { kind: 'config' | 'snapshot' | 'ledger'; path: string | null };
  dryRun: boolean;
  apps: HookApp[];
}

export interface PreRestoreOutcome {
  records: HookRecord[];
  /** Set when a plugin with `onError: fail` failed or vetoed: nothing may be started. */
  veto: HookRecord | null;
  /** Variables by app name, merged in plugin order. */
  env: Record<string, Record<string, string>>;
  /** Apps that this restore leaves out. */
  skip: string[];
}

/** A line written by a plugin with `ctx.log`, or a notice from the runner itself. */
export interface HookLog {
  plugin: string;
  level: 'info' | 'warn' | 'error';
  message: string;
}

export interface ProcessStartedEvent {
  id: number;
  name: string;
  instance: number;
  pid: number;
  at: string;
}

export interface ProcessExitedEvent extends ProcessStartedEvent {
  exitCode: number | null;
  signal: string | null;
  status: string;
}

/**
 * Runs the plugins of one config in the plugin thread. No method rejects because of what a plugin does: misbehaviour
 * becomes a record with `ok: false`. `cancelled` (Ctrl-C) tells the running hook to stop and keeps the others from
 * starting; a hook that was cut short has failed, whatever `onError` says. Created by `createHookRunner`, which
 * throws one `OpmError` (exit 78) that lists every problem of every plugin.
 */
export interface HookRunner {
  readonly entries: PluginEntry[];
  /** What was loaded, in the order of the config. */
  readonly plugins: readonly LoadedPluginInfo[];
  /** Runs all plugins; `problems` are the records with `ok: false` of plugins with `onError: fail`. */
  checkRestore(
    restore: HookRestore,
    cancelled?: AbortSignal,
  ): Promise<{ records: HookRecord[]; problems: HookRecord[] }>;
  /** In a dry run, only plugins that declare their `preRestore` free of side effects run. */
  preRestore(restore: HookRestore, cancelled?: AbortSignal): Promise<PreRestoreOutcome>;
  /** `degraded`: a post hook failed (exit 2). `report` is the restore report as JSON. */
  postRestore(restore: HookRestore, report: unknown): Promise<{ records: HookRecord[]; degraded: boolean }>;
  /** `failure`: why, in one sentence; if absent, it is taken from the report. */
  restoreFailed(restore: HookRestore, report: unknown, failure?: string): Promise<{ records: HookRecord[] }>;
  /** Never waits, never throws; events are dropped and counted when plugins cannot keep up. */
  processStarted(event: ProcessStartedEvent): void;
  processExited(event: ProcessExitedEvent): void;
  /** Delivers waiting events for at most `drainMs` (default 1,000), then ends the thread. */
  close(drainMs?: number): Promise<void>;
}

export interface LoadedPluginInfo {
  name: string;
  specifier: string;
  /** Its module, or `opm` for a bundled one. */
  file: string;
  hooks: readonly string[];
  options: unknown;
  timeoutMs: number;
  onError: 'fail' | 'warn' | null;
}
