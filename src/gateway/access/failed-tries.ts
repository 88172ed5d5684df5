const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
/** After this long without a failure, an address's count is reset. */
const FORGIVEN_AFTER_MS = 15 * 60_000;
/** How many answers are delayed at the same time; further ones are refused immediately, so that they cannot pile up. */
const MOST_HELD = 64;
const MOST_ADDRESSES = 4_096;

interface Failures {
  count: number;
  lastMs: number;
}

/** Slows down attempts to guess secrets: each failure from an address is answered later than the one before. */
export class FailedTries {
  readonly #byAddress = new Map<string, Failures>();
  #held = 0;

  /**
   * Counts a failure.
   *
   * @returns how long to delay its answer, or `null` to refuse it immediately; and the count
   */
  note(address: string, nowMs: number = Date.now()): { delayMs: number | null; count: number } {
    const before = this.#byAddress.get(address);
    const isFresh = before === undefined || nowMs - before.lastMs >= FORGIVEN_AFTER_MS;
    const count = isFresh ? 1 : before.count + 1;
    this.#byAddress.delete(address);
    this.#byAddress.set(address, { count, lastMs: nowMs });
    if (this.#byAddress.size > MOST_ADDRESSES)
      this.#byAddress.delete(this.#byAddress.keys().next().value as string);
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(count - 1, 16));
    return { delayMs: this.#held < MOST_HELD ? delayMs : null, count };
  }

  /** Waits, and meanwhile counts as delayed. */
  async hold(delayMs: number): Promise<void> {
    this.#held += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    } finally {
      this.#held -= 1;
    }
  }
}
