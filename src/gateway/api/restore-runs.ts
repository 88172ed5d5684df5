import { EventEmitter } from 'node:events';
import { messageOf, OpmError } from '../../errors.ts';
import type { Intents, RestoreRequest } from '../../protocol/intents.ts';
import type { RestoreEvent, RestoreReport } from '../../protocol/restore-report.ts';
import type { Visitor } from '../access/role.ts';
import type { DaemonLink } from '../daemon-link.ts';

/** How many of the last restores are remembered. */
const MOST_RUNS = 50;
/** How many events are remembered of each; a restore of several thousand instances has fewer. */
const MOST_EVENTS = 20_000;

export interface RestoreRun {
  id: number;
  /** `lost`: the daemon exited during it; the next one finishes the restore, and its events say how. */
  state: 'running' | 'ended' | 'lost';
  dryRun: boolean;
  by: string;
  startedAt: string;
  endedAt: string | null;
  report: RestoreReport | null;
  /** The exit code that the command would return. */
  exitCode: number | null;
  /** Why there is no report. */
  error: string | null;
}

interface Kept {
  run: RestoreRun;
  caller: RestoreRequest['caller'];
  events: RestoreEvent[];
  /** Emits `progress` after each event, and `ended`. */
  news: EventEmitter;
}

/** The restores requested through this gateway. A restore continues whether or not anyone watches. */
export class RestoreRuns {
  readonly #daemon: DaemonLink;
  readonly #kept = new Map<number, Kept>();
  #lastId = 0;

  constructor(daemon: DaemonLink) {
    this.#daemon = daemon;
  }

  /** Starts a restore and returns immediately. */
  begin(request: Omit<RestoreRequest, 'caller'>, visitor: Visitor): RestoreRun {
    this.#lastId += 1;
    const id = this.#lastId;
    const caller = { pid: process.pid, command: `opm serve: restore ${id} by ${visitor.name}` };
    const kept: Kept = {
      run: {
        id,
        state: 'running',
        dryRun: request.dryRun,
        by: visitor.name,
        startedAt: new Date().toISOString(),
        endedAt: null,
        report: null,
        exitCode: null,
        error: null,
      },
      caller,
      events: [],
      news: new EventEmitter().setMaxListeners(0),
    };
    this.#kept.set(id, kept);
    this.#makeRoom();
    const onEvent = (event: RestoreEvent) => {
      if (kept.events.length < MOST_EVENTS) kept.events.push(event);
      kept.news.emit('progress');
    };
    this.#daemon.call('restore', { ...request, caller }, { visitor, onEvent }).then(
      (result) => this.#end(kept, result),
      (error) => this.#fail(kept, error),
    );
    return kept.run;
  }

  /** Newest first. */
  list(): RestoreRun[] {
    return [...this.#kept.values()].map(({ run }) => run).reverse();
  }

  get(id: number): RestoreRun | undefined {
    return this.#kept.get(id)?.run;
  }

  /** Rolls it back. @returns whether there was anything to roll back */
  async cancel(id: number, visitor: Visitor): Promise<boolean> {
    const { caller } = this.#kept.get(id)!;
    return (await this.#daemon.call('cancel', { caller }, { visitor })).cancelled;
  }

  /**
   * Passes on each event of a restore, past ones first, until it has ended or `until` aborts.
   *
   * @param from how many events to skip
   */
  async follow(
    id: number,
    from: number,
    until: AbortSignal,
    onEvent: (event: RestoreEvent, number: number) => Promise<void>,
  ): Promise<void> {
    const { run, events, news } = this.#kept.get(id)!;
    let number = from;
    while (!until.aborted) {
      while (number < events.length && !until.aborted) {
        number += 1;
        await onEvent(events[number - 1]!, number);
      }
      if (run.state !== 'running') return;
      await new Promise<void>((resolve) => {
        const settle = () => {
          news.off('progress', settle);
          news.off('ended', settle);
          until.removeEventListener('abort', settle);
          resolve();
        };
        news.once('progress', settle);
        news.once('ended', settle);
        until.addEventListener('abort', settle);
      });
    }
  }

  #end(kept: Kept, { report, exitCode }: Intents['restore']['result']): void {
    Object.assign(kept.run, { state: 'ended', endedAt: new Date().toISOString(), report, exitCode });
    kept.news.emit('ended');
  }

  #fail(kept: Kept, error: unknown): void {
    const isLost = error instanceof OpmError && error.code === 'DAEMON_LOST';
    Object.assign(kept.run, {
      state: isLost ? 'lost' : 'ended',
      endedAt: new Date().toISOString(),
      exitCode: error instanceof OpmError ? error.exitCode : null,
      error: messageOf(error),
    });
    kept.news.emit('ended');
  }

  #makeRoom(): void {
    for (const [id, { run }] of this.#kept) {
      if (this.#kept.size <= MOST_RUNS) return;
      if (run.state !== 'running') this.#kept.delete(id);
    }
  }
}
