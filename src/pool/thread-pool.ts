import type { Transferable } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import { type ThreadEntry, threadEntry, threadEnvironment, threadFlags } from '../runtime/thread-entry.ts';

/** A task failed because of its thread, not because of what it does. */
export class ThreadError extends Error {
  readonly code: 'THREAD_LOST' | 'THREAD_DEADLINE' | 'THREAD_CLOSED';

  constructor(code: 'THREAD_LOST' | 'THREAD_DEADLINE' | 'THREAD_CLOSED', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ThreadError';
    this.code = code;
  }
}

type PoolThread = Tinypool['threads'][number];

/**
 * The only place that constructs a tinypool. Its default (`useAtomics`) deadlocks on Deno and keeps exit events of
 * children from a waiting thread, its abort drops the reason, and a thread that ends itself would leave `run()`
 * pending forever.
 */
export class ThreadPool {
  readonly #pool: Tinypool;
  readonly #deadlineMs: number;
  readonly #lostListeners = new Set<(threadId: number) => void>();
  readonly #watched = new WeakSet<object>();
  #closing = false;

  /**
   * @param options.entry which thread program to run
   * @param options.threads the fixed number of threads
   * @param options.deadlineMs longest time a task may take before `run` rejects and its thread is replaced
   * @param options.workerData passed to every thread, see `Tinypool.workerData`
   */
  constructor(options: { entry: ThreadEntry; threads: number; deadlineMs: number; workerData?: unknown }) {
    const execArgv = threadFlags();
    const env = threadEnvironment();
    this.#deadlineMs = options.deadlineMs;
    this.#pool = new Tinypool({
      filename: threadEntry(options.entry),
      minThreads: options.threads,
      maxThreads: options.threads,
      useAtomics: false,
      ...(execArgv === undefined ? {} : { execArgv }),
      ...(env === undefined ? {} : { env: env as Record<string, string> }),
      ...(options.workerData === undefined ? {} : { workerData: options.workerData }),
    });
    // A thread that dies while idle is reported here; an 'error' without a listener would end the daemon.
    this.#pool.on('error', () => {});
    this.#watchThreads();
  }

  /** Calls the listener with the id of every thread that ended without `close`: its children lose their watcher. */
  onThreadLost(listener: (threadId: number) => void): void {
    this.#lostListeners.add(listener);
  }

  /** Ids of the live threads, as `worker_threads.threadId` shows them inside. */
  threadIds(): number[] {
    return this.#pool.threads.map((thread) => thread.threadId);
  }

  /**
   * Runs the export `name` of the entry in a free thread.
   *
   * @param options.deadlineMs overrides the pool's own
   * @param options.transfer parts of `payload` to move to the thread
   * @throws what the task threw, without its extra properties (they do not cross a thread), or a {@link ThreadError}
   */
  async run<Result>(
    name: string,
    payload: unknown,
    options: { deadlineMs?: number; transfer?: Transferable[] } = {},
  ): Promise<Result> {
    const { deadlineMs = this.#deadlineMs, transfer = [] } = options;
    if (this.#closing) throw new ThreadError('THREAD_CLOSED', `The pool is closed; "${name}" did not run`);
    const abort = new AbortController();
    const work = this.#pool.run(payload, {
      name,
      signal: abort.signal,
      transferList: transfer,
    }) as Promise<Result>;
    work.catch(() => {});
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new ThreadError('THREAD_DEADLINE', `"${name}" took longer than ${deadlineMs} ms`));
        // Tinypool ends the thread of an aborted task and replaces it.
        abort.abort();
        this.#watchThreads();
      }, deadlineMs);
    });
    try {
      return await Promise.race([work, deadline]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all threads; running tasks reject. */
  async close(): Promise<void> {
    this.#closing = true;
    // destroy() waits for the exit event of every thread, which a thread that ended itself has already sent.
    await Promise.race([this.#pool.destroy(), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  }

  #watchThreads(): void {
    for (const thread of this.#pool.threads) {
      if (this.#watched.has(thread)) continue;
      this.#watched.add(thread);
      const threadId = thread.threadId;
      thread.once('exit', () => this.#threadEnded(thread, threadId));
    }
  }

  #threadEnded(thread: PoolThread, threadId: number): void {
    if (this.#closing) return;
    // Tinypool does not notice an exit without an error: process.exit() in a task would leave the thread in the pool.
    if (this.#pool.threads.includes(thread)) {
      thread.emit('error', new ThreadError('THREAD_LOST', 'The thread ended itself'));
    }
    this.#watchThreads();
    for (const listener of this.#lostListeners) listener(threadId);
  }
}
