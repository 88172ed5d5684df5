/** The outcome of one hook of one plugin; part of the restore report. */
export interface HookRecord {
  plugin: string;
  hook: string;
  ok: boolean;
  ms: number;
  /** Why it failed or what it reported, with the location in the plugin's code where known. */
  message?: string;
  /** Where the plugin is defined: its module, or `opm` for a bundled one. */
  file?: string;
  /** What `checkRestore` reported, item by item. */
  problems?: { message: string; app?: string }[];
}

/** One instance in a restore report. `pid` is null when it is not running; `ms` is null when nothing was done. */
export interface ReportEntry {
  id: number | null;
  name: string;
  instance: number;
  pid: number | null;
  ms: number | null;
  /** For one that is replaced because a link leads elsewhere: which link, and its new target. */
  change?: string;
}

export interface FailedEntry {
  name: string;
  instance: number;
  /** One sentence. */
  reason: string;
  /** The last lines it wrote; empty when there are none. */
  log: string[];
  /** Its log files, if it was started. An app that has left the list can no longer be found by name. */
  logs?: { out: string; err: string };
}

/** Where the set of a restore came from. */
export interface RestoredFrom {
  kind: 'config' | 'snapshot' | 'ledger';
  /** The file; `null`: what the ledger last wanted. */
  path: string | null;
  /** Why this one, in words; `null` if the caller did not say. */
  because: string | null;
}

/** The result of a restore, as printed by `opm restore --json`: a stable interface. */
export interface RestoreReport {
  outcome: 'committed' | 'rolled-back' | 'partial' | 'planned';
  /** Absent from a start, which has no such set. */
  source?: RestoredFrom;
  started: ReportEntry[];
  replaced: ReportEntry[];
  kept: ReportEntry[];
  stopped: ReportEntry[];
  failed: FailedEntry[];
  hooks: HookRecord[];
  durationMs: number;
  /** Why it was rolled back; `null` when it was not. */
  reason: string | null;
  /** What the user should know although nothing failed: an older generation, ignored keys, skipped apps. */
  warnings: string[];
  /** What a rollback could not put back, one sentence each; absent: everything is as it was. */
  notPutBack?: string[];
}

/** Progress of a restore, one NDJSON line each. */
export type RestoreEvent =
  | { kind: 'waiting'; message: string }
  | { kind: 'source'; source: RestoredFrom }
  /** `several`: apps with more than one instance in it. `dryRun`: it is the result, and not carried out. */
  | {
      kind: 'plan';
      start: number;
      replace: number;
      keep: number;
      stop: number;
      several: string[];
      dryRun?: boolean;
    }
  | {
      kind: 'step';
      name: string;
      instance: number;
      id: number;
      status: 'starting' | 'online' | 'stopping' | 'stopped' | 'failed' | 'kept';
      pid: number | null;
      ms: number | null;
      reason?: string;
    }
  | { kind: 'rollback'; reason: string }
  | {
      kind: 'hook';
      plugin: string;
      hook: string;
      status: 'started' | 'ok' | 'failed';
      ms: number | null;
      message?: string;
    }
  | { kind: 'log'; plugin: string; level: 'info' | 'warn' | 'error'; message: string }
  | { kind: 'warning'; message: string };
