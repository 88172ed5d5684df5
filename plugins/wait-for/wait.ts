import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../src/plugin.ts';
import type { Target } from './probes.ts';

export interface Pending {
  label: string;
  /** Why the last try failed. */
  lastError: string;
}

export interface WaitLimits {
  timeoutMs: number;
  intervalMs: number;
  attemptTimeoutMs: number;
}

/**
 * Tries all targets side by side until each has answered once.
 *
 * @param options.signal ends the wait early, as if the time were up
 * @param options.onUp told of each target that answered, with the milliseconds it took
 * @param options.onTrouble told why a target is not up, once for each new reason
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
 * @returns `null` when it is up, else why not
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

/** @returns `null` when it came up, else the last reason why not */
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
    // A try that was cut short tells less than the one before it.
    if (ended.aborted) return lastError ?? error;
    if (error !== lastError) onTrouble(target, error);
    lastError = error;
    await sleep(limits.intervalMs, undefined, { signal: ended }).catch(() => {});
  }
  return lastError ?? 'there was no time to try';
}

/** Runs `work` with a signal that is aborted by the clock or by `outer`; leaves no timer and no listener. */
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
    // Whatever the probe still has open, a name lookup or a half-open connection, is let go.
    controller.abort();
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A connection that failed on each of several addresses has no message of its own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(describe))].join(', ');
  }
  return error instanceof Error ? error.message || error.name : String(error);
}
