import type { Caller } from '../protocol/intents.ts';

interface Entry {
  caller: Caller;
  abort: AbortController;
  isAtWork: boolean;
}

/** The reason given when the caller itself cancels. */
export const CANCELLED = 'cancelled';

/** The restores and launches that can be cancelled: the waiting ones and the running one. */
export class Cancellation {
  readonly #entries = new Set<Entry>();

  /**
   * Runs a restore or a launch that can be cancelled from its first moment, even while it waits, to its end. It calls
   * `begun` when it stops waiting, and is taken back by `withdraw`, too.
   */
  async during<Result>(
    caller: Caller,
    run: (cancelled: AbortSignal, begun: () => void, withdraw: (reason: string) => void) => Promise<Result>,
  ): Promise<Result> {
    const entry: Entry = { caller, abort: new AbortController(), isAtWork: false };
    this.#entries.add(entry);
    try {
      const begun = () => {
        entry.isAtWork = true;
      };
      return await run(entry.abort.signal, begun, (reason) => entry.abort.abort(reason));
    } finally {
      this.#entries.delete(entry);
    }
  }

  /**
   * Cancels what this caller asked for, or the running transaction when no caller is named.
   *
   * @returns whether there was anything to cancel
   */
  cancel(caller: Caller | undefined): boolean {
    const meant = [...this.#entries].filter((entry) =>
      caller === undefined
        ? entry.isAtWork
        : entry.caller.pid === caller.pid && entry.caller.command === caller.command,
    );
    for (const { abort } of meant) abort.abort(CANCELLED);
    return meant.length > 0;
  }

  /** Cancels everything. */
  cancelAll(reason: string): void {
    for (const { abort } of this.#entries) abort.abort(reason);
  }
}
