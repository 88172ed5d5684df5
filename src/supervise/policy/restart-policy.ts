import type { RestartSpec } from '../../config/instance/instance-spec.ts';
import { durationText } from '../../duration.ts';

/** How a process ended. `unknown`: it ended while nobody was watching (it was adopted), so there is no code. */
export interface ExitFacts {
  code: number | null;
  signal: string | null;
  unknown: boolean;
}

/** What the policy remembers of one instance: plain data, never changed in place, bounded (see `BUCKETS`). */
export interface CrashHistory {
  /** Restarts since the last quiet window. */
  readonly streak: number;
  /** Restarts within the last window, oldest first, with restarts close together merged into one entry. */
  readonly restarts: readonly { readonly fromMs: number; readonly toMs: number; readonly count: number }[];
}

export type RestartAction =
  | { kind: 'restart'; delayMs: number }
  | { kind: 'stay-stopped' }
  | { kind: 'give-up'; reason: string };

/** The history of an instance that never crashed, or whose counters were reset. One value for all of them. */
export const NO_CRASHES: CrashHistory = Object.freeze({ streak: 0, restarts: Object.freeze([]) });

/** A policy that allows more restarts a window than this has them counted in this many slices of the window. */
const BUCKETS = 256;

/**
 * What to do after an exit that nobody asked for. Pure.
 *
 * The first crash after a quiet window restarts at once; the next ones wait `backoffMs[0]`, doubling up to
 * `backoffMs[1]`; with `maxRestarts` restarts already within the last `windowMs`, it is given up. Quiet means a whole
 * window since the last restart, so waiting for a long backoff does not count. With `on-failure`, only exit code 0 is
 * a success; an exit that nobody saw counts as a failure. A process that was up for `stableAfterMs` did not crash:
 * its exit starts over and is not counted.
 *
 * @param options.livedMs how long the process was up; `null` if unknown
 * @param options.nowMs monotonic time of the exit, in milliseconds
 * @returns the action, and the history to pass the next time
 */
export function decideRestart(options: {
  spec: RestartSpec;
  exit: ExitFacts;
  history: CrashHistory;
  livedMs: number | null;
  nowMs: number;
}): { history: CrashHistory; action: RestartAction } {
  const { spec, exit, history, nowMs } = options;
  if (!isRestartWanted(spec, exit)) return { history, action: { kind: 'stay-stopped' } };

  const recent = history.restarts.filter(({ toMs }) => toMs > nowMs - spec.windowMs);
  if (isStable(spec, options.livedMs)) {
    const delayMs = backoffDelay(0, spec.backoffMs);
    return { history: { streak: 0, restarts: recent }, action: { kind: 'restart', delayMs } };
  }
  const recentCount = recent.reduce((sum, { count }) => sum + count, 0);
  if (recentCount >= spec.maxRestarts) {
    return { history, action: { kind: 'give-up', reason: giveUpReason(spec, recentCount) } };
  }
  const streak = recent.length === 0 ? 0 : history.streak;
  const delayMs = backoffDelay(streak, spec.backoffMs);
  return {
    history: { streak: streak + 1, restarts: withRestart(recent, nowMs + delayMs, spec) },
    action: { kind: 'restart', delayMs },
  };
}

/** How long the restart that a history has led to waits, in milliseconds: for one that is planned once more. Pure. */
export function currentDelay({ backoffMs }: RestartSpec, { streak }: CrashHistory): number {
  return backoffDelay(Math.max(0, streak - 1), backoffMs);
}

/** A successful exit, after which an app that is not meant to run forever rests. */
export function isGoodEnd(
  { policy, stopExitCodes = [] }: RestartSpec,
  { code }: Pick<ExitFacts, 'code'>,
): boolean {
  return (policy !== 'always' && code === 0) || (code !== null && stopExitCodes.includes(code));
}

/** Whether the exit code decides what comes after an exit. */
export function dependsOnCode({ policy, stopExitCodes = [] }: RestartSpec): boolean {
  return policy !== 'always' || stopExitCodes.length > 0;
}

function isRestartWanted(spec: RestartSpec, exit: ExitFacts): boolean {
  return spec.policy !== 'never' && !isGoodEnd(spec, exit);
}

function isStable({ stableAfterMs }: RestartSpec, livedMs: number | null): boolean {
  return stableAfterMs !== undefined && livedMs !== null && livedMs >= stableAfterMs;
}

/** The wait before restart number `streak` (from 0) of a crash loop, in milliseconds. */
function backoffDelay(streak: number, [firstMs, longestMs]: RestartSpec['backoffMs']): number {
  if (streak === 0) return firstMs === longestMs ? firstMs : 0;
  // The exponent is bounded because 0 × Infinity is no number.
  return Math.min(longestMs, firstMs * 2 ** Math.min(streak - 1, 60));
}

function withRestart(
  recent: CrashHistory['restarts'],
  atMs: number,
  { maxRestarts, windowMs }: RestartSpec,
): CrashHistory['restarts'] {
  const sliceMs = maxRestarts > BUCKETS ? windowMs / BUCKETS : 0;
  const last = recent.at(-1);
  if (last === undefined || atMs - last.fromMs >= sliceMs) {
    return [...recent, { fromMs: atMs, toMs: atMs, count: 1 }];
  }
  // Merged restarts all count until the last of them leaves the window: never more restarts than allowed.
  return [...recent.slice(0, -1), { fromMs: last.fromMs, toMs: atMs, count: last.count + 1 }];
}

function giveUpReason({ maxRestarts, windowMs }: RestartSpec, recentCount: number): string {
  if (maxRestarts === 0) return 'it ended, and its restart policy allows no restart';
  const times = recentCount === 1 ? 'once' : `${recentCount} times`;
  return `it ended again after it was restarted ${times} within ${durationText(windowMs)}`;
}
