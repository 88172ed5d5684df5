import { clearTimeout, setTimeout } from 'node:timers';

/** A moment at which something happens, unless it is cancelled first. */
export interface Deadline {
  /** Cancels it. Does nothing when it has already happened. */
  cancel(): void;
}

/** The source of time and wake-ups; tests substitute their own. */
export interface DeadlineClock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls back once after `delayMs`; returns a function that cancels it. */
  wake(callback: () => void, delayMs: number): () => void;
}

interface Entry {
  timeMs: number;
  /** Order of arrival: equal times are first come, first served. */
  order: number;
  callback: () => void;
  /** Index in the heap; -1 when it is no longer there. */
  index: number;
}

/** `setTimeout` takes 32 bits; a wait longer than that is taken in steps. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Any number of deadlines on one timer. A timer for each of some thousand processes would cost memory and
 * system calls; a binary heap costs O(log n) to set and to cancel, and a cancelled deadline leaves nothing behind.
 *
 * Time is monotonic (`performance.now`), so a clock that is set back or forth changes nothing.
 */
export class Deadlines {
  readonly #heap: Entry[] = [];
  readonly #clock: DeadlineClock;
  #order = 0;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #cancelWake: (() => void) | null = null;
  #running = false;

  /**
   * @param options.keepAlive whether a pending deadline keeps the program running; default true
   * @param options.clock for tests
   */
  constructor(options: { keepAlive?: boolean; clock?: DeadlineClock } = {}) {
    this.#clock = options.clock ?? systemClock(options.keepAlive ?? true);
  }

  /** The monotonic time, in milliseconds, that `at` counts in. */
  now(): number {
    return this.#clock.now();
  }

  /** How many deadlines are pending. */
  get size(): number {
    return this.#heap.length;
  }

  /** Calls back at `timeMs` of `now()`, never before it, and at once after this turn when it is past. */
  at(timeMs: number, callback: () => void): Deadline {
    const entry: Entry = { timeMs, order: this.#order++, callback, index: this.#heap.length };
    this.#heap.push(entry);
    this.#rise(entry);
    if (entry.index === 0) this.#arm();
    return { cancel: () => this.#remove(entry) };
  }

  /** Calls back `delayMs` from now. */
  after(delayMs: number, callback: () => void): Deadline {
    return this.at(this.#clock.now() + delayMs, callback);
  }

  /** Resolves `delayMs` from now, unless everything is cancelled first. */
  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Cancels everything that is pending. */
  clear(): void {
    for (const entry of this.#heap) entry.index = -1;
    this.#heap.length = 0;
    this.#disarm();
  }

  #run(): void {
    this.#disarm();
    const nowMs = this.#clock.now();
    // What callbacks add waits for the next turn, or two that renew each other would never let go.
    const addedLater = this.#order;
    this.#running = true;
    try {
      for (let next = this.#heap[0]; next !== undefined; next = this.#heap[0]) {
        if (next.timeMs > nowMs || next.order >= addedLater) break;
        this.#remove(next);
        next.callback();
      }
    } finally {
      // Even after a callback that throws: the others must not be lost with it.
      this.#running = false;
      this.#arm();
    }
  }

  /** Makes the timer fire for the earliest deadline; one that fires too early only looks and goes on. */
  #arm(): void {
    const next = this.#heap[0];
    if (this.#running || next === undefined || next.timeMs >= this.#wakeAtMs) return;
    this.#disarm();
    this.#wakeAtMs = next.timeMs;
    const delayMs = Math.min(Math.max(Math.ceil(next.timeMs - this.#clock.now()), 0), LONGEST_WAIT_MS);
    this.#cancelWake = this.#clock.wake(() => this.#run(), delayMs);
  }

  #disarm(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
  }

  #remove(entry: Entry): void {
    const { index } = entry;
    if (index < 0) return;
    entry.index = -1;
    const last = this.#heap.pop();
    if (last !== undefined && last !== entry) {
      this.#heap[index] = last;
      last.index = index;
      this.#sink(last);
      this.#rise(last);
    }
    // The timer is left as it is otherwise: one needless wake costs less than a new timer for each cancel.
    if (this.#heap.length === 0) this.#disarm();
  }

  #rise(entry: Entry): void {
    while (entry.index > 0) {
      const parent = this.#heap[(entry.index - 1) >> 1]!;
      if (!isBefore(entry, parent)) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1];
      const right = this.#heap[2 * entry.index + 2];
      if (left === undefined) return;
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, entry)) return;
      this.#swap(child, entry);
    }
  }

  #swap(a: Entry, b: Entry): void {
    const index = a.index;
    a.index = b.index;
    b.index = index;
    this.#heap[a.index] = a;
    this.#heap[b.index] = b;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.order < b.order);
}

function systemClock(keepAlive: boolean): DeadlineClock {
  return {
    now: () => performance.now(),
    wake(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
