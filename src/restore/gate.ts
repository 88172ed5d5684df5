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

/** The request was cancelled before its turn. */
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
  /** Takes it back, for the reason given. */
  withdraw: (reason: string) => void;
  done: Promise<unknown>;
}

/** A command that waits for its turn or has it. */
interface Queued {
  names: ReadonlySet<string>;
  ends: boolean;
  caller: Caller | null;
  /** Resolves when the next one no longer has to wait for it. */
  over: Promise<unknown>;
}

/** What a command on some apps waits for, and how it waits. */
export interface Turn {
  /** Names of the apps it works on. */
  names: string[];
  /** Who asked for it; `null` when the client did not say. */
  caller: Caller | null;
  /**
   * It ends apps. Then it does not wait for starts: it takes precedence over those in progress, and withdraws a launch.
   */
  ends: boolean;
  /** Called with a description of what it is waiting for. */
  waiting: (message: string) => void;
  /** Withdraws it while it waits. */
  cancelled: AbortSignal;
}

/**
 * Decides who may work on which apps. Commands on the same app run one after the other, except that a stop does not
 * wait for a start. A restore runs alone: a second restore, or a command on one of its apps, is refused and told who
 * holds the gate. Recovery and launches are waited for instead.
 */
export class Gate {
  #atWork: AtWork | null = null;
  readonly #queue = new Set<Queued>();

  /**
   * Runs a command when its turn has come.
   *
   * @throws OpmError RESTORE_BUSY (75) when a restore is running, RESTORE_WITHDRAWN (130) when it was cancelled while
   * waiting
   */
  async command<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    const { names, caller, ends, waiting, cancelled } = turn;
    for (let other = this.#atWork; other !== null; other = this.#atWork) {
      if (other.names !== null && !names.some((name) => other?.names?.has(name))) break;
      if (other.kind === 'restore') throw restoreBusy(other);
      if (ends && other.kind === 'launch') other.withdraw(`ended by ${describe(caller)}`);
      else waiting(waitingFor(other));
      await unlessAborted(other.done, cancelled);
    }
    return this.#afterOthers(turn, work);
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
    withdraw: (reason: string) => void;
    work: () => Promise<Result>;
  }): Promise<Result> {
    const { caller, cancelled, waiting, withdraw } = options;
    for (let other = this.#atWork; other !== null; other = this.#atWork) {
      if (other.kind === 'restore') throw restoreBusy(other);
      waiting(waitingFor(other));
      await unlessAborted(other.done, cancelled);
    }
    const names = options.names();
    const entry: AtWork = {
      kind: options.kind,
      caller,
      sinceMs: performance.now(),
      names: names === null ? null : new Set(names),
      withdraw,
      done: Promise.resolve(),
    };
    this.#atWork = entry;
    const all = names ?? [...this.#queue].flatMap((queued) => [...queued.names]);
    const turn: Turn = { names: all, caller, ends: false, waiting, cancelled };
    const work = this.#afterOthers(turn, options.work).finally(() => {
      this.#atWork = null;
    });
    entry.done = work.catch(() => {});
    return work;
  }

  /** Resolves once no restore and no launch is running. */
  async idle(): Promise<void> {
    while (this.#atWork !== null) await this.#atWork.done;
  }

  /** Waits for the commands that this one has to wait for, then runs the work while later ones wait for it. */
  #afterOthers<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    const names = new Set(turn.names);
    const others = [...this.#queue].filter(
      (queued) => (queued.ends || !turn.ends) && [...queued.names].some((name) => names.has(name)),
    );
    if (others.length > 0) turn.waiting(`waiting for ${describe(others[0]!.caller)}`);
    const before = Promise.all(others.map(({ over }) => over));
    const run = unlessAborted(before, turn.cancelled).then(work);
    // A cancelled turn may end before those it waited for: the next one still waits for them.
    const entry: Queued = { names, ends: turn.ends, caller: turn.caller, over: run.catch(() => before) };
    this.#queue.add(entry);
    void entry.over.then(() => this.#queue.delete(entry));
    return run;
  }
}

/** For messages to those who wait. */
export function describe(caller: Caller | null): string {
  return caller === null ? 'another command' : `"${caller.command}" (process ${caller.pid})`;
}

function waitingFor({ kind, caller }: AtWork): string {
  return kind === 'recovery'
    ? 'waiting for the interrupted restore to finish'
    : `waiting for ${describe(caller)}`;
}

/** Waits for `others` unless it is cancelled first. @throws OpmError RESTORE_WITHDRAWN */
async function unlessAborted(others: Promise<unknown>, cancelled: AbortSignal): Promise<void> {
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    if (cancelled.aborted) resolve();
    cancelled.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  await Promise.race([others, aborted]);
  over.abort();
  if (cancelled.aborted) throw withdrawn(cancelled.reason);
}
