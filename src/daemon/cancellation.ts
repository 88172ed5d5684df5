import type { Caller } from '../protocol/intents.ts';

interface Entry {
  caller: Caller;
  abort: AbortController;
  isAtWork: boolean;
}

/** The restores and launches that can be taken back: those that wait for others, and the one at work. */
export class Cancellation {
  readonly #entries = new Set<Entry>();

  /**
   * Runs a transaction that can be taken back from its first moment, while it still waits, to its end. It calls
   * `begun` when it no longer waits.
   */
  async during<Result>(
    caller: Caller,
    run: (cancelled: AbortSignal, begun: () => void) => Promise<Result>,
  ): Promise<Result> {
    const entry: Entry = { caller, abort: new AbortController(), isAtWork: false };
    this.#entries.add(entry);
    try {
      return await run(entry.abort.signal, () => {
        entry.isAtWork = true;
      });
    } finally {
      this.#entries.delete(entry);
    }
  }

  /**
   * Takes back what this caller asked for; the one at work where no caller is named.
   *
   * @returns whether there was something to take back
   */
  cancel(caller: Caller | undefined): boolean {
    const meant = [...this.#entries].filter((entry) =>
      caller === undefined
        ? entry.isAtWork
        : entry.caller.pid === caller.pid && entry.caller.command === caller.command,
    );
    for (const { abort } of meant) abort.abort('it was cancelled');
    return meant.length > 0;
  }

  /** Takes everything back. */
  cancelAll(reason: string): void {
    for (const { abort } of this.#entries) abort.abort(reason);
  }
}
