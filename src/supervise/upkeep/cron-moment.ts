/** A moment of a schedule, as seen at some time. */
export interface CronLook {
  /** Everything up to here has been dealt with; pass it the next time. */
  afterMs: number;
  /** The moment that has come and was not dealt with yet; the first of several. */
  dueMs: number | null;
  /** The next moment; `null`: there is none. */
  nextMs: number | null;
}

/** A clock that is set back further than this was wrong before, and nobody waits for it to catch up. */
const WRONG_CLOCK_MS = 3 * 3_600_000;

/** What is later than this was missed: the machine slept, or its clock was set. */
export const LATE_MS = 3_600_000;

/**
 * What a schedule says at `nowMs`. However many moments have passed, they count as one; a clock that is set back a
 * little does not repeat a moment, and one that is set back far does not postpone it forever. Pure.
 *
 * @param options.next the first moment after another one
 */
export function lookAtCron(options: {
  afterMs: number;
  nowMs: number;
  next: (afterMs: number) => number | null;
}): CronLook {
  const { nowMs, next } = options;
  const afterMs = nowMs < options.afterMs - WRONG_CLOCK_MS ? nowMs : options.afterMs;
  const firstMs = next(afterMs);
  if (firstMs === null || firstMs > nowMs) return { afterMs, dueMs: null, nextMs: firstMs };
  return { afterMs: nowMs, dueMs: firstMs, nextMs: next(nowMs) };
}
