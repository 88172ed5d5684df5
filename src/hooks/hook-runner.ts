import type { PluginEntry } from '../config/instance/instance-spec.ts';
import type { HookRecord } from '../protocol/restore-report.ts';

/** What a runner says while it works: the begin and the end of each hook. */
export type HookProgress = { plugin: string; hook: string } & (
  | { status: 'started'; ms: null }
  | { status: 'ok' | 'failed'; ms: number; message?: string }
);

/** What hooks are told of an app before a restore. Names of variables, never values. */
export interface HookApp {
  name: string;
  namespace: string;
  instances: number;
  /** Ports its instances claim. */
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

/** A line a plugin wrote with `ctx.log`, or a notice of the runner itself. */
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
 * Runs the plugins of one config in the plugin thread. No method rejects because of what a plugin does: bad
 * behaviour becomes a record with `ok: false`. `cancelled` (Ctrl-C) tells the hook at work to stop and keeps the
 * others from beginning; what it cut short fails, whatever `onError` says. Made by `createHookRunner`, which throws one `OpmError`
 * (exit 78) that lists every problem of every plugin.
 */
export interface HookRunner {
  readonly entries: PluginEntry[];
  /** What was loaded, in the order of the config. */
  readonly plugins: readonly LoadedPluginInfo[];
  /** All plugins run; `problems` are the records with `ok: false` of plugins with `onError: fail`. */
  checkRestore(
    restore: HookRestore,
    cancelled?: AbortSignal,
  ): Promise<{ records: HookRecord[]; problems: HookRecord[] }>;
  /** In a dry run only the plugins run whose `preRestore` says that it changes nothing outside. */
  preRestore(restore: HookRestore, cancelled?: AbortSignal): Promise<PreRestoreOutcome>;
  /** `degraded`: some post hook failed (exit 2). `report` is the restore report as JSON. */
  postRestore(restore: HookRestore, report: unknown): Promise<{ records: HookRecord[]; degraded: boolean }>;
  /** `failure`: why, in one sentence; absent, it is taken from the report. */
  restoreFailed(restore: HookRestore, report: unknown, failure?: string): Promise<{ records: HookRecord[] }>;
  /** Never waits, never throws; dropped with a count when plugins cannot keep up. */
  processStarted(event: ProcessStartedEvent): void;
  processExited(event: ProcessExitedEvent): void;
  /** Delivers the events that wait, for at most `drainMs` (default 1,000), and ends the thread. */
  close(drainMs?: number): Promise<void>;
}

export interface LoadedPluginInfo {
  name: string;
  specifier: string;
  /** Its module, or `opm` for one that comes with OPM. */
  file: string;
  hooks: readonly string[];
  options: unknown;
  timeoutMs: number;
  onError: 'fail' | 'warn' | null;
}
