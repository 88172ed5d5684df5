import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import {
  ABORT_GRACE_MS,
  type CancelCall,
  type HookThreadData,
  type LoadOutcome,
  type LoadRequest,
  type LoadResult,
  type PostedLine,
  type ThreadLine,
} from '../pool/hook-protocol.ts';
import { StateCell } from '../pool/state-cell.ts';
import { ThreadError, ThreadPool } from '../pool/thread-pool.ts';
import { losesChannelsAfterTheLast } from '../runtime/quirks/closing-channel.ts';
import { LineOrder } from './line-order.ts';

/**
 * How long the thread may stay silent after a hook must have stopped. A thread that says nothing by then is stuck in
 * a loop or in a blocking call.
 */
export const SILENCE_MS = ABORT_GRACE_MS + 400;

/** One life of the thread. */
interface Generation {
  number: number;
  pool: ThreadPool;
  /** Where the thread keeps the state of the plugin whose hook runs. */
  state: StateCell;
  /** Something in it would disturb later hooks. */
  spoiled: boolean;
}

/**
 * The thread that plugins run in, and its replacements: started when something is to be run, with all plugins loaded
 * again after it was retired or lost. One task at a time.
 */
export class PluginThread {
  readonly #requests: readonly Omit<LoadRequest, 'call'>[];
  readonly #loadTimeoutMs: number;
  readonly #lines: LineOrder;
  #nextCall = 1;
  /** Slots whose module takes its thread down when loaded. */
  readonly #deadly = new Map<number, LoadOutcome>();
  #results: LoadOutcome[] = [];
  readonly #channelName = `opm-hooks-${randomUUID()}`;
  readonly #channel = openChannel(this.#channelName);
  #generations = 0;
  #generation: Generation | null = null;
  #closed = false;
  readonly #endings = new Set<Promise<void>>();

  constructor(options: {
    requests: readonly Omit<LoadRequest, 'call'>[];
    loadTimeoutMs: number;
    onLine: (line: ThreadLine) => void;
  }) {
    this.#requests = options.requests;
    this.#loadTimeoutMs = options.loadTimeoutMs;
    this.#lines = new LineOrder(options.onLine);
    this.#channel.onmessage = (message: unknown) => this.#hear((message as { data: PostedLine }).data);
  }

  /** Starts the thread if there is none and loads every plugin in it. The results are in the order of the requests. */
  async load(): Promise<readonly LoadOutcome[]> {
    while (this.#generation === null || this.#generation.spoiled) {
      if (this.#closed) throw new ThreadError('THREAD_CLOSED', 'The plugin thread is closed');
      this.retire();
      const generation = this.#begin();
      this.#generation = generation;
      const results = await this.#loadAll(generation);
      if (results === null) this.retire();
      else this.#results = results;
    }
    return this.#results;
  }

  /**
   * Runs an export of the hook task in the loaded thread and delivers the lines of its calls.
   *
   * @param task.calls how many hook calls it makes
   * @param task.request builds the payload around the number of the first call
   * @param task.leaves takes the state that a call has set, as JSON text, where the thread did not answer
   * @param task.cancelled when aborted, the hook is told to stop, and the thread ends if it does not
   * @throws {@link ThreadError} when the thread did not answer in time or ended; the next run gets another one
   */
  async run<Result extends { lines: ThreadLine[]; spoiled: boolean }>(task: {
    name: 'runHook' | 'runEvents';
    calls: number;
    deadlineMs: number;
    request: (call: number) => unknown;
    leaves: (state: string) => void;
    cancelled?: AbortSignal;
  }): Promise<Result> {
    await this.load();
    const generation = this.#generation!;
    try {
      const result = await this.#withLines(task.calls, (call) =>
        this.#orCancel(call, task.cancelled, () =>
          generation.pool.run<Result>(task.name, task.request(call), { deadlineMs: task.deadlineMs }),
        ).catch((error: unknown) => {
          const kept = generation.state.read();
          if (kept !== null && kept.call >= call && kept.call < call + task.calls) task.leaves(kept.json);
          throw error;
        }),
      );
      if (result.spoiled) generation.spoiled = true;
      return result;
    } catch (error) {
      // Tinypool has replaced the thread, but nothing is loaded there.
      generation.spoiled = true;
      throw error;
    } finally {
      if (generation.spoiled && this.#generation === generation) this.retire();
    }
  }

  /** Ends the thread, with everything that plugins left in it. The next run starts another one. */
  retire(): void {
    const generation = this.#generation;
    if (generation === null) return;
    this.#generation = null;
    const ending = generation.pool.close().finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.retire();
    this.#channel.close();
    await Promise.all(this.#endings);
  }

  #begin(): Generation {
    this.#generations += 1;
    const state = new StateCell();
    const data: HookThreadData = {
      channel: this.#channelName,
      generation: this.#generations,
      state: state.buffer,
    };
    const pool = new ThreadPool({
      entry: 'hook-task',
      threads: 1,
      deadlineMs: this.#loadTimeoutMs,
      workerData: data,
    });
    return { number: this.#generations, pool, state, spoiled: false };
  }

  #hear({ generation, ...line }: PostedLine): void {
    if (line.spoiled === true && this.#generation?.number === generation) this.#generation.spoiled = true;
    this.#lines.take(line);
  }

  /** `null` when a plugin took the thread down: it is left out of the next one. */
  async #loadAll({ pool }: Generation): Promise<LoadOutcome[] | null> {
    const results: LoadOutcome[] = [];
    for (const request of this.#requests) {
      const known = this.#deadly.get(request.slot);
      if (known !== undefined) {
        results.push(known);
        continue;
      }
      try {
        results.push(
          await this.#withLines(1, (call) => pool.run<LoadResult>('loadPlugin', { ...request, call })),
        );
      } catch (error) {
        const reason =
          error instanceof ThreadError && error.code === 'THREAD_DEADLINE'
            ? `it was not loaded within ${this.#loadTimeoutMs} ms`
            : `loading it ended the plugin thread: ${messageOf(error)}`;
        this.#deadly.set(request.slot, { ok: false, problems: [reason] });
        return null;
      }
    }
    return results;
  }

  async #orCancel<Result>(
    call: number,
    cancelled: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const cancel = () => {
      const message: CancelCall = { cancel: call };
      this.#channel.postMessage(message);
      timer = setTimeout(() => this.retire(), SILENCE_MS);
    };
    cancelled?.addEventListener('abort', cancel, { once: true });
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      cancelled?.removeEventListener('abort', cancel);
    }
  }

  async #withLines<Result extends { lines: ThreadLine[] }>(
    calls: number,
    work: (call: number) => Promise<Result>,
  ): Promise<Result> {
    const call = this.#nextCall;
    this.#nextCall += calls;
    this.#lines.open(call, calls);
    try {
      const result = await work(call);
      for (const line of result.lines) this.#lines.take(line);
      return result;
    } finally {
      this.#lines.close(call, calls);
    }
  }
}

const keepers = new Set<BroadcastChannel>();

function openChannel(name: string): BroadcastChannel {
  if (losesChannelsAfterTheLast() && keepers.size === 0)
    keepers.add(unreferenced(new BroadcastChannel('opm-keeper')));
  return unreferenced(new BroadcastChannel(name));
}

/** A runner that nobody closed must not keep a command from ending. */
function unreferenced(channel: BroadcastChannel): BroadcastChannel {
  channel.unref();
  return channel;
}
