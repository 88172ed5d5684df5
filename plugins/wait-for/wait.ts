import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../src/plugin.ts';
import type { Target } from './probes.ts';

export interface Pending {
  label: string;
  /** Why the last attempt failed. */
  lastError: string;
}

export interface WaitLimits {
  timeoutMs: number;
  intervalMs: number;
  attemptTimeoutMs: number;
}

/**
 * Tries all targets in parallel until each has answered once.
 *
 * @param options.signal ends the wait early, as if the time were up
 * @param options.onUp called for each target that answered, with the milliseconds it took
 * @param options.onTrouble called with the reason why a target is not up, once for each new reason
 * @returns the targets that did not come up in time, in the order given
 */
export async function waitForAll({
  targets,
  limits,
  signal,
  onUp,
  onTrouble,
}: {
  targets: readonly Target[];
  limits: WaitLimits;
  signal: AbortSignal;
  onUp(target: Target, ms: number): void;
  onTrouble(target: Target, error: string): void;
}): Promise<Pending[]> {
  const startedMs = performance.now();
  const results = await withDeadline(limits.timeoutMs, signal, 'the time was up', (ended) =>
    Promise.all(
      targets.map(async (target): Promise<Pending | null> => {
        const lastError = await waitForOne(target, limits, ended, onTrouble);
        if (lastError !== null) return { label: target.label, lastError };
        onUp(target, performance.now() - startedMs);
        return null;
      }),
    ),
  );
  return results.filter((result) => result !== null);
}

/**
 * Tries a target once, for at most `timeoutMs`.
 *
 * @returns `null` if it is up, else the reason
 */
export function tryOnce(target: Target, timeoutMs: number, signal: AbortSignal): Promise<string | null> {
  return withDeadline(timeoutMs, signal, `no answer within ${durationText(timeoutMs)}`, async (ended) => {
    try {
      await Promise.race([target.probe(ended), rejectionOf(ended)]);
      return null;
    } catch (error) {
      return describe(ended.aborted ? ended.reason : error);
    }
  });
}

/** @returns `null` if it came up, else the last reason */
async function waitForOne(
  target: Target,
  limits: WaitLimits,
  ended: AbortSignal,
  onTrouble: (target: Target, error: string) => void,
): Promise<string | null> {
  let lastError: string | null = null;
  while (!ended.aborted) {
    const error = await tryOnce(target, limits.attemptTimeoutMs, ended);
    if (error === null) return null;
    // An attempt that was cut short says less than the one before it.
    if (ended.aborted) return lastError ?? error;
    if (error !== lastError) onTrouble(target, error);
    lastError = error;
    await sleep(limits.intervalMs, undefined, { signal: ended }).catch(() => {});
  }
  return lastError ?? 'no time left to try';
}

/** Runs `work` with a signal that the clock or `outer` aborts; leaves no timer or listener behind. */
async function withDeadline<Result>(
  ms: number,
  outer: AbortSignal,
  reason: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const forward = () => controller.abort(outer.reason);
  // AbortSignal.timeout() would not keep Node alive while it is the only thing pending.
  const timer = setTimeout(() => controller.abort(new Error(reason)), ms);
  outer.addEventListener('abort', forward, { once: true });
  if (outer.aborted) forward();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', forward);
    // Release whatever the probe still has open, such as a name lookup or a half-open connection.
    controller.abort();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A connection that failed on several addresses has no message of its own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(describe))].join(', ');
  }
  return error instanceof Error ? error.message || error.name : String(error);
}
