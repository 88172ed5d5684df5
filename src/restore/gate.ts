import { EXIT, OpmError } from '../errors.ts';
import type { Caller } from '../protocol/intents.ts';
import { CANCELLED } from './cancellation.ts';

/** Another restore is already running. */
function restoreBusy({ caller, sinceMs }: AtWork): OpmError {
  const seconds = Math.round((performance.now() - sinceMs) / 1000);
  return new OpmError({
    code: 'RESTORE_BUSY',
    exitCode: EXIT.busy,
    message: `A restore is already running: "${caller.command}" (process ${caller.pid}), for ${seconds}s. Try again when it has finished`,
  });
}

/** The request was cancelled before its turn came. */
function withdrawn(reason: unknown): OpmError {
  return new OpmError({
    code: 'RESTORE_WITHDRAWN',
    exitCode: EXIT.interrupted,
    message: `Cancelled before it started${reason === CANCELLED ? '' : `: ${String(reason)}`}`,
  });
}

interface AtWork {
  kind: 'restore' | 'launch' | 'recovery';
  caller: Caller;
  sinceMs: number;
  /** Names of the apps it works on; `null` means any. */
  names: Set<string> | null;
  done: Promise<unknown>;
}

/**
 * Decides who may work on which apps. Commands on the same app run one after the other. A restore runs alone: a
 * second restore, or a command on one of its apps, is refused and told who holds the gate. Recovery and launches are
 * waited for instead.
 */
export class Gate {
  #atWork: AtWork | null = null;
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs a command on the apps with these names. @throws OpmError RESTORE_BUSY (75) */
  async command<Result>(names: string[], work: () => Promise<Result>): Promise<Result> {
    for (let other = this.#atWork; other !== null; other = this.#atWork) {
      if (other.names !== null && !names.some((name) => other?.names?.has(name))) break;
      if (other.kind === 'restore') throw restoreBusy(other);
      await other.done;
    }
    return this.#afterOthers(names, work);
  }

  /**
   * Runs a restore, a launch or the completion of an interrupted restore. `names` is called once all other
   * transactions have ended. `waiting` is called with a description of what it is waiting for. `cancelled` withdraws
   * it while it waits.
   *
   * @throws OpmError RESTORE_BUSY (75) when a restore is already running, RESTORE_WITHDRAWN (130) when it was
   * cancelled while waiting
   */
  async exclusive<Result>(options: {
    kind: AtWork['kind'];
    caller: Caller;
    names: () => string[] | null;
    waiting: (message: string) => void;
    cancelled: AbortSignal;
    work: () => Promise<Result>;
  }): Promise<Result> {
    const { cancelled } = options;
    for (let other = this.#atWork; other !== null; other = this.#atWork) {
      if (other.kind === 'restore') throw restoreBusy(other);
      options.waiting(
        other.kind === 'recovery'
          ? 'waiting for the interrupted restore to finish'
          : `waiting for "${other.caller.command}" (process ${other.caller.pid})`,
      );
      await unlessAborted(other.done, cancelled);
    }
    const names = options.names();
    const entry: AtWork = {
      kind: options.kind,
      caller: options.caller,
      sinceMs: performance.now(),
      names: names === null ? null : new Set(names),
      done: Promise.resolve(),
    };
    this.#atWork = entry;
    const all = names ?? [...this.#tails.keys()];
    if (all.some((name) => this.#tails.has(name)))
      options.waiting('waiting for other commands on these apps to finish');
    const work = this.#afterOthers(all, options.work, cancelled).finally(() => {
      this.#atWork = null;
    });
    entry.done = work.catch(() => {});
    return work;
  }

  /** Resolves once no restore and no launch is running. */
  async idle(): Promise<void> {
    while (this.#atWork !== null) await this.#atWork.done;
  }

  /** Waits for every command on any of `names`, then runs the work while later ones wait for it. */
  #afterOthers<Result>(
    names: string[],
    work: () => Promise<Result>,
    cancelled?: AbortSignal,
  ): Promise<Result> {
    const before = Promise.all([...new Set(names)].flatMap((name) => this.#tails.get(name) ?? []));
    const turn = unlessAborted(before, cancelled).then(work);
    // A cancelled turn may end before those it waited for: whoever comes next still waits for them.
    const tail = turn.catch(() => before);
    for (const name of names) this.#tails.set(name, tail);
    void tail.then(() => {
      for (const name of names) if (this.#tails.get(name) === tail) this.#tails.delete(name);
    });
    return turn;
  }
}

/** Waits for `others` unless it is cancelled first. @throws OpmError RESTORE_WITHDRAWN */
async function unlessAborted(others: Promise<unknown>, cancelled: AbortSignal | undefined): Promise<void> {
  if (cancelled === undefined) {
    await others;
    return;
  }
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    if (cancelled.aborted) resolve();
    cancelled.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  await Promise.race([others, aborted]);
  over.abort();
  if (cancelled.aborted) throw withdrawn(cancelled.reason);
}
