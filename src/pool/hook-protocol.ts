/** Messages between the main thread and the plugin thread. Plain data: it crosses threads. */

/** Every hook of the contract, in the order of a restore. */
export const HOOK_NAMES = [
  'checkRestore',
  'preRestore',
  'processStarted',
  'postRestore',
  'restoreFailed',
  'processExited',
] as const;

export type HookName = (typeof HOOK_NAMES)[number];

/** `workerData` of the plugin thread. */
export interface HookThreadData {
  /** Name of the channel on which it posts {@link PostedLine}s and receives {@link CancelCall}s. */
  channel: string;
  /** Distinguishes the lines of this thread from those of the previous one. */
  generation: number;
  /** That of a `StateCell`. */
  state: SharedArrayBuffer;
}

/** Where a plugin's module is. */
export type PluginSource = { kind: 'first-party'; name: string } | { kind: 'file'; file: string };

export interface LoadRequest {
  /** The entry's index in the config. */
  slot: number;
  call: number;
  source: PluginSource;
  /** As written in the config. */
  options: unknown;
}

export interface LoadedInfo {
  name: string;
  hooks: HookName[];
  preRestoreInDryRun: boolean;
}

export type LoadOutcome = ({ ok: true } & LoadedInfo) | { ok: false; problems: string[] };
export type LoadResult = LoadOutcome & { lines: ThreadLine[] };

/** The fields of a hook's context that are data; the rest is created in the thread. */
export interface HookInput {
  configDir: string;
  /** Fields of one hook only: the restore, the report, the process. */
  fields: Record<string, unknown>;
}

export interface HookRequest extends HookInput {
  slot: number;
  /** Distinguishes the lines of one call from those of another; loading counts as a call too. */
  call: number;
  hook: HookName;
  timeoutMs: number;
  /** JSON text of an object. */
  state: string;
}

export interface HookProblem {
  message: string;
  app?: string;
}

export interface HookResult {
  /** Why it failed; `null` if it did not. */
  failure: string | null;
  problems: HookProblem[];
  /** Its return value as JSON text; `null` for nothing. */
  returned: string | null;
  /** JSON text; `null` when it is not to be saved. */
  state: string | null;
  /** All lines of the call: any that the channel has not delivered yet are taken from here. */
  lines: ThreadLine[];
  /** The thread must not be used again. */
  spoiled: boolean;
}

export interface EventsRequest {
  slot: number;
  /** Call number of the first event; each further one gets the next. */
  call: number;
  timeoutMs: number;
  configDir: string;
  state: string;
  events: { hook: 'processStarted' | 'processExited'; process: unknown }[];
}

export interface EventsResult {
  /** How many events the plugin received before the time of the batch was up. */
  handled: number;
  failures: { hook: HookName; ms: number; message: string }[];
  state: string;
  lines: ThreadLine[];
  spoiled: boolean;
}

/** How long one batch of events may run before it lets a restore's hook in, in milliseconds. */
export const BATCH_MS = 100;

/** A line sent over the channel. */
export interface PostedLine extends ThreadLine {
  generation: number;
}

/** Posted by the main thread: the hook of this call has to stop. */
export interface CancelCall {
  cancel: number;
}

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  message: string;
}

/** Written while something is loaded or run, or by its leftovers (`call` is then `null`). */
export interface ThreadLine extends LogLine {
  /** `null`: it is unknown which plugin. */
  slot: number | null;
  call: number | null;
  /** Its index among the lines of the call. */
  index: number;
  /** Something happened that makes the thread unfit for the next hook. */
  spoiled?: boolean;
}

/** How long a hook may continue after its signal is aborted before the main thread ends its thread. */
export const ABORT_GRACE_MS = 100;

/** Limits that keep a plugin from filling the daemon's memory. */
export const LIMITS = {
  returnedBytes: 1024 * 1024,
  stateBytes: 64 * 1024,
  linesPerCall: 1000,
  lineChars: 4096,
  problems: 100,
} as const;
