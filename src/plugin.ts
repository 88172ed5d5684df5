/**
 * The public entry of plugin authors: `import { definePlugin } from 'opm/plugin'`.
 *
 * What is exported here is a stable interface under `apiVersion: 1`; docs/plugins.md says what is promised. The
 * file imports nothing, so that its types stand alone and a plugin costs no more than itself.
 */

/** The version of the contract in this file. */
export const apiVersion = 1;

/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that OPM calls. Schemas of valibot, zod
 * and arktype satisfy it, and so does an object written by hand.
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

/** What `ctx.options` is: the output of the plugin's schema; without a schema, what the config says, unchecked. */
export type OptionsOf<Schema> =
  Schema extends StandardSchemaV1<infer _Input, infer Output> ? Output : unknown;

/** Values that `ctx.state` can hold: what JSON can. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** An app as it stands before a restore. Names of variables, never their values. */
export interface PluginApp {
  name: string;
  namespace: string;
  /** How many copies of it run. */
  instances: number;
  /** The ports its instances claim, one each, empty when the config names none. */
  ports: number[];
  /** Executable and arguments. */
  command: string[];
  /** Absolute. */
  cwd: string;
  /** Null: the daemon's own user. */
  user: string | null;
  /** Names of apps that are ready before it starts. */
  dependsOn: string[];
  /** Names of the variables the config gives it. */
  env: string[];
  /** What this restore does with its instances, one entry each. */
  actions: ('start' | 'replace' | 'keep' | 'stop')[];
}

export interface ReportEntry {
  id: number | null;
  name: string;
  instance: number;
  /** Null when it does not run. */
  pid: number | null;
  /** How long it took to be ready or gone; null when nothing was done. */
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

/** What every hook is given. */
export interface PluginContext<Options = unknown> {
  /** The plugin's own name. */
  plugin: string;
  /** The options of the config after the plugin's schema. */
  options: Options;
  /** Absolute folder of the config file: resolve relative paths of options against it. */
  configDir: string;
  /**
   * Kept for this plugin between hooks and between runs of the daemon, at most 64 KiB as JSON. Change it in
   * place. It is saved when the hook returns or throws; not in a dry run, and not when the hook ran into its
   * deadline or took its thread down.
   */
  state: { [key: string]: Json };
  /** Aborted when the hook runs into its deadline or the restore is cancelled. Hand it to `fetch`, timers and child processes. */
  signal: AbortSignal;
  /** Lines for the daemon's log and for the progress of the command that waits. */
  log: PluginLog;
}

export interface PluginLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What the hooks of a restore are given. */
export interface RestoreContext<Options = unknown> extends PluginContext<Options> {
  /** The same in all hooks of one restore. */
  restoreId: string;
  /** `recovery`: the daemon came back and a process with environment of this plugin must be started anew. */
  reason: 'restore' | 'recovery';
  /** Where the wanted apps come from. `path` is null for the ledger. */
  source: { kind: 'config' | 'snapshot' | 'ledger'; path: string | null };
  dryRun: boolean;
  apps: PluginApp[];
}

export interface CheckRestoreContext<Options = unknown> extends RestoreContext<Options> {
  /** Reports a reason not to restore, of the app where it concerns one. May be called any number of times. */
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
  /** Of the instance. */
  id: number;
  name: string;
  instance: number;
  pid: number;
  /** ISO 8601. */
  at: string;
}

export interface ExitedProcess extends StartedProcess {
  /** Null when a signal ended it or nobody knows. */
  exitCode: number | null;
  signal: string | null;
  /** What the instance is now: `backoff`, `stopped`, `errored`, … */
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
  /** Variables for the processes, by app: held in memory, given to the processes, written to no file. */
  env?: Record<string, Record<string, string>>;
  /** Names of apps that this restore leaves out. */
  skip?: string[];
}

type Returned<Value> = Value | Promise<Value>;

/** All optional. docs/plugins.md has a table: when each one runs, what it may do, what its failure means. */
export interface PluginHooks<Options = unknown> {
  /** Before anything is changed, in a dry run too: look, report problems, change nothing. */
  checkRestore?(ctx: CheckRestoreContext<Options>): Returned<void>;
  /** The last word before anything starts. Throw to veto. Not run in a dry run, see `preRestoreInDryRun`. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook without a return statement returns void
  preRestore?(ctx: RestoreContext<Options>): Returned<PreRestoreResult | void>;
  /** After the commit. */
  postRestore?(ctx: PostRestoreContext<Options>): Returned<void>;
  /** After the rollback, or after a veto. */
  restoreFailed?(ctx: RestoreFailedContext<Options>): Returned<void>;
  /** A process was started, in a restore or out of one. */
  processStarted?(ctx: ProcessStartedContext<Options>): Returned<void>;
  /** A process ended, whoever ended it. */
  processExited?(ctx: ProcessExitedContext<Options>): Returned<void>;
}

/** The default export of a plugin module. */
export interface Plugin<Schema extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined> {
  /** Lower-case letters, digits and dashes; unique in a config. */
  name: string;
  apiVersion: 1;
  /** Any Standard Schema. Options that it refuses stop the restore before anything runs. */
  options?: Schema;
  /**
   * Say true when `preRestore` changes nothing outside: then it runs in a dry run too, which can show the names
   * of the variables it returns and the apps it skips.
   */
  preRestoreInDryRun?: boolean;
  hooks: PluginHooks<OptionsOf<Schema>>;
}

/**
 * Only returns its argument: it is here for the types. A plain object does as well, and then the plugin needs no
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
