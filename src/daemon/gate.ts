import { EXIT, OpmError } from '../errors.ts';
import type { Caller } from './protocol.ts';

/** Another restore is at work. */
function restoreBusy({ caller, sinceMs }: AtWork): OpmError {
  const seconds = Math.round((performance.now() - sinceMs) / 1000);
  return new OpmError({
    code: 'RESTORE_BUSY',
    exitCode: EXIT.busy,
    message: `A restore is at work: "${caller.command}" (process ${caller.pid}), for ${seconds}s. Try again when it is done`,
  });
}

interface AtWork {
  kind: 'restore' | 'launch' | 'recovery';
  caller: Caller;
  sinceMs: number;
  /** App names it works on; `null`: any. */
  names: Set<string> | null;
  done: Promise<unknown>;
}

/**
 * Who may work on which apps. Commands on the same app run one after the other. A restore runs alone: another one
 * is refused with who is at work, as is a command on one of its apps. What recovers or launches is waited for.
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
   * Runs a restore, a launch or the end of an interrupted restore. `names` is asked once everything before it has
   * ended. `waiting` is told what it waits for.
   *
   * @throws OpmError RESTORE_BUSY (75) when a restore is at work
   */
  async transaction<Result>(options: {
    kind: AtWork['kind'];
    caller: Caller;
    names: () => string[] | null;
    waiting: (message: string) => void;
    work: () => Promise<Result>;
  }): Promise<Result> {
    for (let other = this.#atWork; other !== null; other = this.#atWork) {
      if (other.kind === 'restore') throw restoreBusy(other);
      options.waiting(
        other.kind === 'recovery'
          ? 'waiting for the restore that was interrupted to be finished'
          : `waiting for "${other.caller.command}" (process ${other.caller.pid})`,
      );
      await other.done;
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
    const work = this.#afterOthers(names ?? [...this.#tails.keys()], options.work).finally(() => {
      this.#atWork = null;
    });
    entry.done = work.catch(() => {});
    return work;
  }

  /** Resolves once no restore and no launch is at work. */
  async idle(): Promise<void> {
    while (this.#atWork !== null) await this.#atWork.done;
  }

  /** Waits for every command that works on one of `names`, then works, keeping later ones waiting. */
  #afterOthers<Result>(names: string[], work: () => Promise<Result>): Promise<Result> {
    const before = [...new Set(names)].flatMap((name) => this.#tails.get(name) ?? []);
    const turn = Promise.all(before).then(work);
    const tail = turn.catch(() => {});
    for (const name of names) this.#tails.set(name, tail);
    void tail.then(() => {
      for (const name of names) if (this.#tails.get(name) === tail) this.#tails.delete(name);
    });
    return turn;
  }
}
