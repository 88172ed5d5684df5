import type { Exit } from '../../ledger/facts.ts';
import type { ProcessEvent } from '../../pool/spawn-protocol.ts';
import type { ProcessEnd } from '../../runtime/native/process/wait-status.ts';
import type { Running } from '../instance/running.ts';
import { unknownExit } from '../outcome.ts';
import type { AdoptionWatch } from './adoption-watch.ts';
import type { ProcessHolds } from './process-holds.ts';

/**
 * Who holds which PID now, and which process a report of the kernel or the watch is about. Everything is known by
 * token: a PID may be given out again, a token never is.
 */
export class ProcessRegistry {
  /** PIDs of live claims with their tokens. */
  readonly pids = new Map<number, string>();
  readonly #byToken = new Map<string, Running>();
  /** Events that overtook the result of their own spawn. */
  readonly #early = new Map<string, ProcessEvent[]>();
  readonly #watch: AdoptionWatch;

  readonly #holds: ProcessHolds | null;

  constructor(watch: AdoptionWatch, holds: ProcessHolds | null) {
    this.#watch = watch;
    this.#holds = holds;
  }

  attach(running: Running): void {
    const { token, identity } = running;
    this.#byToken.set(token, running);
    this.pids.set(identity.pid, token);
    this.#holds?.hold(identity);
    if (running.threadId === null) this.#watchByLooking(running);
    const early = this.#early.get(token) ?? [];
    this.#early.delete(token);
    for (const event of early) this.handle(event);
  }

  detach({ token, identity }: Running): void {
    this.#byToken.delete(token);
    if (this.pids.get(identity.pid) === token) this.pids.delete(identity.pid);
    this.#watch.remove(token);
    this.#holds?.release(identity);
  }

  /** Receives what a spawner thread reports about a process. */
  handle(event: ProcessEvent): void {
    const running = this.#byToken.get(event.token);
    if (running === undefined) {
      const early = this.#early.get(event.token);
      if (early === undefined) this.#early.set(event.token, [event]);
      else early.push(event);
      return;
    }
    if (event.kind === 'fd-ready') running.announceFdReady();
    else this.end(event.token, { code: event.code, signal: event.signal, unknown: false, reason: null });
  }

  /** The process with this token has ended. */
  end(token: string, exit: Exit): void {
    const running = this.#byToken.get(token);
    if (running === undefined || running.ended) return;
    if (this.pids.get(running.identity.pid) === token) this.pids.delete(running.identity.pid);
    this.#watch.remove(token);
    running.end(exit);
  }

  /** This attempt has failed: forgets what was reported about it. */
  forget(token: string): void {
    this.#early.delete(token);
  }

  /** A thread ended; nobody reports the exits of its children any more. */
  threadLost(threadId: number): number {
    let orphans = 0;
    for (const running of this.#byToken.values()) {
      if (running.threadId !== threadId) continue;
      running.threadId = null;
      this.#watchByLooking(running);
      orphans += 1;
    }
    return orphans;
  }

  #watchByLooking({ token, identity, needsCode }: Running): void {
    const gone = (end: ProcessEnd | null) =>
      this.end(token, end === null ? unknownExit(null) : { ...end, unknown: false, reason: null });
    this.#watch.add(token, identity, gone, { needsCode });
  }
}
