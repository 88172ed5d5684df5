/**
 * The public entry for plugin authors: `import { definePlugin } from 'opm/plugin'`.
 *
 * Everything exported here is a stable interface under `apiVersion: 1`; docs/plugins.md says what is promised. The
 * file imports nothing but the durations, so its types stand alone and a plugin pays only for itself.
 */

export { durationText, parseDuration } from './duration.ts';

/** The version of the contract in this file. */
export const apiVersion = 1;

/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that OPM calls. Schemas of valibot, zod and
 * arktype satisfy it, and so does a hand-written object.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type of `ctx.options`: the output of the plugin's schema, or, without a schema, the unchecked config value. */
export type OptionsOf<Schema> =
  Schema extends StandardSchemaV1<infer _Input, infer Output> ? Output : unknown;

/** Values that `ctx.state` can hold: anything JSON can. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** An app as it stands before a restore. Lists the names of variables, never their values. */
export interface PluginApp {
  name: string;
  namespace: string;
  /** How many instances of it run. */
  instances: number;
  /** The ports claimed by its instances, one each; empty when the config names none. */
  ports: number[];
  /** Executable and arguments. */
  command: string[];
  /** Absolute. */
  cwd: string;
  /** `null` for the daemon's own user. */
  user: string | null;
  /** Names of the apps that must be ready before it starts. */
  dependsOn: string[];
  /** Names of the variables that the config gives it. */
  env: string[];
  /** What this restore does with its instances, one entry each. */
  actions: ('start' | 'replace' | 'keep' | 'stop')[];
}

export interface ReportEntry {
  id: number | null;
  name: string;
  instance: number;
  /** `null` when it is not running. */
  pid: number | null;
  /** How long it took to become ready or to end; `null` when nothing was done. */
  ms: number | null;
}

/** The result of a restore, as `opm restore --json` prints it. */
export interface RestoreReport {
  outcome: 'committed' | 'rolled-back' | 'partial' | 'planned';
  started: ReportEntry[];
  replaced: ReportEntry[];
  kept: ReportEntry[];
  stopped: ReportEntry[];
  failed: { name: string; instance: number; reason: string; log: string[] }[];
  hooks: { plugin: string; hook: string; ok: boolean; ms: number; message?: string }[];
  durationMs: number;
  warnings: string[];
}

/** What every hook receives. */
export interface PluginContext<Options = unknown> {
  /** The plugin's own name. */
  plugin: string;
  /** The options from the config after the plugin's schema. */
  options: Options;
  /** Absolute folder of the config file; resolve relative paths in options against it. */
  configDir: string;
  /**
   * Kept for this plugin between hooks and between daemons, at most 64 KiB as JSON. Change it in place. It is saved
   * when the hook returns or throws; not in a dry run, and not when the hook exceeded its deadline or took its thread
   * down.
   */
  state: { [key: string]: Json };
  /**
   * Aborted when the hook exceeds its deadline or the restore is cancelled. Pass it to `fetch`, timers and child
   * processes.
   */
  signal: AbortSignal;
  /** Writes lines to the daemon's log and to the progress of the waiting command. */
  log: PluginLog;
}

export interface PluginLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What the hooks of a restore receive. */
export interface RestoreContext<Options = unknown> extends PluginContext<Options> {
  /** The same in all hooks of one restore. */
  restoreId: string;
  /** `recovery`: a daemon has taken over, and a process with variables from this plugin must be started again. */
  reason: 'restore' | 'recovery';
  /** Where the wanted apps come from. `path` is `null` for the ledger. */
  source: { kind: 'config' | 'snapshot' | 'ledger'; path: string | null };
  dryRun: boolean;
  apps: PluginApp[];
}

export interface CheckRestoreContext<Options = unknown> extends RestoreContext<Options> {
  /** Reports a reason not to restore, and the app it concerns if there is one. May be called any number of times. */
  problem(message: string, about?: { app?: string }): void;
}

export interface PostRestoreContext<Options = unknown> extends RestoreContext<Options> {
  report: RestoreReport;
}

export interface RestoreFailedContext<Options = unknown> extends RestoreContext<Options> {
  report: RestoreReport;
  /** Why, in one sentence. */
  failure: string;
}

export interface StartedProcess {
  /** Id of the instance. */
  id: number;
  name: string;
  instance: number;
  pid: number;
  /** ISO 8601. */
  at: string;
}

export interface ExitedProcess extends StartedProcess {
  /** `null` when a signal ended it or nobody knows. */
  exitCode: number | null;
  signal: string | null;
  /** The instance's status now: `backoff`, `stopped`, `errored`, … */
  status: string;
}

export interface ProcessStartedContext<Options = unknown> extends PluginContext<Options> {
  process: StartedProcess;
}

export interface ProcessExitedContext<Options = unknown> extends PluginContext<Options> {
  process: ExitedProcess;
}

/** What `preRestore` may return. */
export interface PreRestoreResult {
  /** Variables for the processes, by app: held in memory, passed to the processes, written to no file. */
  env?: Record<string, Record<string, string>>;
  /** Names of apps to leave out of this restore. */
  skip?: string[];
}

type Returned<Value> = Value | Promise<Value>;

/** All optional. A table in docs/plugins.md shows when each one runs, what it may do and what its failure means. */
export interface PluginHooks<Options = unknown> {
  /** Runs before anything is changed, also in a dry run: look, report problems, change nothing. */
  checkRestore?(ctx: CheckRestoreContext<Options>): Returned<void>;
  /** The last check before anything starts. Throw to veto. Skipped in a dry run, see `preRestoreInDryRun`. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook without a return statement returns void
  preRestore?(ctx: RestoreContext<Options>): Returned<PreRestoreResult | void>;
  /** After the commit. */
  postRestore?(ctx: PostRestoreContext<Options>): Returned<void>;
  /** After the rollback, or after a veto. */
  restoreFailed?(ctx: RestoreFailedContext<Options>): Returned<void>;
  /** A process was started, by a restore or otherwise. */
  processStarted?(ctx: ProcessStartedContext<Options>): Returned<void>;
  /** A process ended, for whatever reason. */
  processExited?(ctx: ProcessExitedContext<Options>): Returned<void>;
}

/** The default export of a plugin module. */
export interface Plugin<Schema extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined> {
  /** Lower-case letters, digits and dashes; unique within a config. */
  name: string;
  apiVersion: 1;
  /** Any Standard Schema. Options that it rejects stop the restore before anything runs. */
  options?: Schema;
  /**
   * Set it to true when `preRestore` changes nothing outside: then it also runs in a dry run, which can show the
   * names of the variables it returns and the apps it skips.
   */
  preRestoreInDryRun?: boolean;
  hooks: PluginHooks<OptionsOf<Schema>>;
}

/**
 * Returns its argument unchanged: it exists for the types. A plain object works as well, and then the plugin needs no
 * import.
 *
 * @example
 * ```ts
 * export default definePlugin({
 *   name: 'not-on-friday',
 *   apiVersion: 1,
 *   hooks: {
 *     preRestore() {
 *       if (new Date().getDay() === 5) throw new Error('no restore on a Friday');
 *     },
 *   },
 * });
 * ```
 */
export function definePlugin<Schema extends StandardSchemaV1 | undefined = undefined>(
  plugin: Plugin<Schema>,
): Plugin<Schema> {
  return plugin;
}
