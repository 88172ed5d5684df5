/**
 * What the rest of OPM knows of an app: one plain, fully resolved value an instance. Paths are absolute,
 * durations are milliseconds, the command is split, env files are read. This value is what the ledger and the
 * snapshot store, so a change here is a change of their format.
 */
export interface InstanceSpec {
  name: string;
  /** 0, 1, … below the app's `instances`. */
  instance: number;
  namespace: string;
  /** Executable and arguments, never empty. With `shell: true` it is `['/bin/sh', '-c', command]`. */
  argv: string[];
  cwd: string;
  /** The app's own variables: `envFile`, then `env`, then `PORT`. Inherited ones are not in here. */
  env: Record<string, string>;
  /** Inherit all of the caller's environment, none of it, or these names. */
  inheritEnv: boolean | string[];
  /** `port` of the config + instance. */
  port?: number;
  /** User name or numeric id; absent: the daemon's own user. */
  user?: string;
  /** Names of apps. */
  dependsOn: string[];
  ready?: ReadySpec;
  /** How long the process must live before it counts as online. */
  minUptimeMs: number;
  restart: RestartSpec;
  stop: { signal: string; timeoutMs: number };
  /** `pattern`: the paths before the number took the place of `{instance}`, for further instances. */
  logs: LogPaths & { pattern?: Partial<LogPaths> };
}

export interface LogPaths {
  out: string;
  err: string;
}

export type ReadySpec = { timeoutMs: number } & (
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'http'; url: string }
  | { kind: 'exec'; argv: string[] }
  | { kind: 'log'; pattern: string }
  | { kind: 'fd'; fd: number }
);

export interface RestartSpec {
  policy: 'always' | 'on-failure' | 'never';
  /** First and longest wait. */
  backoffMs: [number, number];
  /** More crashes than this within the window: `errored`. */
  maxRestarts: number;
  windowMs: number;
}

export interface Settings {
  threads: number;
  maxStarting: number;
  timeoutMs: number;
  /** Tries an app gets within a restore. */
  attempts: number;
}

export const DEFAULT_SETTINGS: Settings = { threads: 2, maxStarting: 64, timeoutMs: 60_000, attempts: 1 };

/** One entry of `plugins`, as the config said it, with the folder to resolve it from. */
export interface PluginEntry {
  /** First-party name, package name, or a path that starts with `.` or `/`. */
  specifier: string;
  /** Folder of the config file, absolute. */
  baseDir: string;
  options: unknown;
  timeoutMs?: number;
  onError?: 'fail' | 'warn';
}

/** A config file after loading, conversion, validation and resolution. */
export interface ResolvedConfig {
  file: string;
  settings: Settings;
  plugins: PluginEntry[];
  /** All instances of all apps, in the order of the file. */
  instances: InstanceSpec[];
  /** Keys of another tool's file that have no equivalent, one sentence each. */
  warnings: string[];
}
