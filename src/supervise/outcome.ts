import type { Exit } from '../ledger/facts.ts';

/** How the start of one instance went. */
export interface StartOutcome {
  ok: boolean;
  /** `null` when it failed, and for a job that has already done its work. */
  pid: number | null;
  ms: number;
  /** Why not. */
  reason: string | null;
  /** The last lines it wrote, when it failed. */
  log: string[];
}

export interface StopOutcome {
  ok: boolean;
  /** Why not; or that it had to be killed. */
  reason: string | null;
}

export function succeeded(pid: number): StartOutcome {
  return { ok: true, pid, ms: 0, reason: null, log: [] };
}

/** A job that is not meant to run forever has done its work. */
export function completed(): StartOutcome {
  return { ok: true, pid: null, ms: 0, reason: null, log: [] };
}

export function failed(reason: string, log: string[] = []): StartOutcome {
  return { ok: false, pid: null, ms: 0, reason, log };
}

/** Nobody saw it end. */
export function unknownExit(reason: string | null): Exit {
  return { code: null, signal: null, unknown: true, reason };
}

/** It was ended, or never came to be, for a reason that no exit code tells. */
export function exitBecause(reason: string): Exit {
  return { code: null, signal: null, unknown: false, reason };
}

/** A sentence about how a process ended: `exited with code 1`. */
export function describeExit(exit: Exit): string {
  if (exit.reason !== null) return exit.reason;
  if (exit.unknown) return 'ended while no daemon was watching';
  return exit.signal === null ? `exited with code ${exit.code}` : `was ended by ${exit.signal}`;
}
