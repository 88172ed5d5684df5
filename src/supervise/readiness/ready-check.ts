import { messageOf } from '../../errors.ts';
import type { Deadlines } from '../deadlines.ts';

/** A running readiness check. It ends by one of its `CheckEvents`, or by being stopped. */
export interface ReadyCheck {
  /** Why it has not passed so far: `nothing accepts connections on 127.0.0.1:3000 (ECONNREFUSED)`. */
  problem(): string;
  /** Releases everything it holds at once, and calls no listener after that. May be called again. */
  stop(): void;
}

export interface CheckEvents {
  passed: () => void;
  /** It can never pass. */
  failed: (problem: string) => void;
}

/**
 * One try of a check. Calls `done` with `null` or with the problem; only the first call counts. Returns a function
 * that aborts it, called when it takes too long or nobody is waiting any more, but never after `done`.
 */
export type Attempt = (done: (problem: string | null) => void) => () => void;

/** How long to wait between two tries, in milliseconds. */
export interface RetryPace {
  firstMs: number;
  /** Reached by doubling. */
  longMs: number;
  /**
   * Beyond that, a delay is a twentieth of the time elapsed, up to this: after a minute, a little longer does not
   * matter, and hundreds of slow apps must not use up a core.
   */
  longestMs: number;
}

const SHORTEST_TRY_MS = 1000;
const LONGEST_TRY_MS = 30_000;

/**
 * How long one try may take: half of the available time. Long, because an app that is busy starting answers the
 * waiting connection; not all of it, because a try may also hang forever.
 */
export function tryTimeoutFor(timeoutMs: number): number {
  return Math.min(Math.max(timeoutMs / 2, SHORTEST_TRY_MS), LONGEST_TRY_MS);
}

/** A check that retries until one try succeeds. */
export function retryUntilPassed(
  options: {
    attempt: Attempt;
    pace: RetryPace;
    tryTimeoutMs: number;
    /** The problem when a try takes too long. */
    tookTooLong: string;
    /** The problem before the first try is over. */
    pending: string;
    deadlines: Deadlines;
  },
  events: CheckEvents,
): ReadyCheck {
  const { attempt, pace, deadlines } = options;
  const startedAtMs = deadlines.now();
  let problem = options.pending;
  let waitMs = 0;
  let stopped = false;
  let breakOff: () => void = () => {};

  const tryOnce = () => {
    let over = false;
    const done = (found: string | null) => {
      if (over || stopped) return;
      over = true;
      timeout.cancel();
      if (found === null) {
        stopped = true;
        events.passed();
        return;
      }
      problem = found;
      waitMs = nextWait(waitMs, deadlines.now() - startedAtMs, pace);
      const next = deadlines.after(waitMs, tryOnce);
      breakOff = () => next.cancel();
    };
    const timeout = deadlines.after(options.tryTimeoutMs, () => {
      cancelAttempt();
      done(options.tookTooLong);
    });
    breakOff = () => {
      timeout.cancel();
      cancelAttempt();
    };
    const cancelAttempt = begin(attempt, done);
  };
  tryOnce();

  return {
    problem: () => problem,
    stop() {
      if (stopped) return;
      stopped = true;
      breakOff();
    },
  };
}

/** The check of a spec that makes no sense; fails at once. */
export function checkThatCannotPass(problem: string, events: CheckEvents): ReadyCheck {
  events.failed(problem);
  return { problem: () => problem, stop: () => {} };
}

/** A try that cannot even begin (no memory, no descriptors) has failed, and the next one may succeed. */
function begin(attempt: Attempt, done: (problem: string | null) => void): () => void {
  try {
    return attempt(done);
  } catch (error) {
    done(messageOf(error));
    return () => {};
  }
}

function nextWait(lastMs: number, elapsedMs: number, { firstMs, longMs, longestMs }: RetryPace): number {
  return Math.max(firstMs, Math.min(lastMs * 2, Math.max(longMs, Math.min(elapsedMs / 20, longestMs))));
}
