import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { messageOf } from '../../errors.ts';
import type { ProcessEvent, SpawnBatch, SpawnRequest, SpawnResult } from '../../pool/spawn-protocol.ts';
import { ThreadError, ThreadPool } from '../../pool/thread-pool.ts';

/** How many processes a thread starts in one go. Each task costs two messages, each process some 0.5 ms. */
const BATCH = 16;
/** If a batch takes longer, its thread hangs. */
const BATCH_DEADLINE_MS = 30_000;
/** How long a broken thread may take to exit. */
const END_DEADLINE_MS = 2000;

interface Waiting {
  request: SpawnRequest;
  resolve: (result: SpawnResult) => void;
}

export interface SpawnerEvents {
  event: (event: ProcessEvent) => void;
  /** Its children are nobody's now: watch them like adopted ones. */
  threadLost: (threadId: number) => void;
}

/**
 * Starts processes through the pool of spawner threads. The requests of one turn of the event loop are spread over the
 * threads in batches.
 */
export class Spawner {
  readonly #pool: ThreadPool;
  readonly #threads: number;
  readonly #onEvent: (event: ProcessEvent) => void;
  readonly #ports = new Set<MessagePort>();
  #waiting: Waiting[] = [];
  #batches = 0;
  /** Batches whose thread broke, threads that have exited, and who is waiting for how many to exit. */
  #broken = 0;
  #ended = 0;
  readonly #waitingForEnd = new Map<() => void, number>();
  #scheduled = false;

  constructor(threads: number, { event, threadLost }: SpawnerEvents) {
    this.#threads = threads;
    this.#onEvent = event;
    this.#pool = new ThreadPool({ entry: 'spawn-task', threads, deadlineMs: BATCH_DEADLINE_MS });
    this.#pool.onThreadLost((threadId) => {
      threadLost(threadId);
      this.#ended += 1;
      for (const [resolve, count] of this.#waitingForEnd) if (count <= this.#ended) resolve();
    });
  }

  /**
   * Starts one process. Never rejects: a failure is a result with `ok: false`. Its code is `THREAD_LOST` when the
   * thread broke on the way: then the process may exist, and only its token can tell.
   */
  spawn(request: SpawnRequest): Promise<SpawnResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#dispatch();
      });
    });
  }

  /** Ends the threads. The processes they started keep running. */
  async close(): Promise<void> {
    for (const port of this.#ports) port.close();
    await this.#pool.close();
  }

  #dispatch(): void {
    while (this.#batches < this.#threads && this.#waiting.length > 0) {
      const share = Math.ceil(this.#waiting.length / (this.#threads - this.#batches));
      const batch = this.#waiting.splice(0, Math.min(BATCH, share));
      this.#batches += 1;
      void this.#run(batch);
    }
  }

  async #run(batch: Waiting[]): Promise<void> {
    try {
      const events = this.#openPort();
      const task: SpawnBatch = { requests: batch.map(({ request }) => request), events };
      const results = await this.#pool.run<SpawnResult[]>('spawnBatch', task, { transfer: [events] });
      batch.forEach(({ resolve, request }, index) => {
        resolve(results[index] ?? lost(request, 'the thread gave no result'));
      });
    } catch (error) {
      // What a thread is about to start can be searched for only once it starts nothing more.
      if (!(error instanceof ThreadError && error.code === 'THREAD_CLOSED')) await this.#threadEnded();
      for (const { resolve, request } of batch) resolve(lost(request, messageOf(error)));
    } finally {
      this.#batches -= 1;
      this.#dispatch();
    }
  }

  /** The end of a new channel that a thread may post to. It closes the ones that it does not need, and at its end. */
  #openPort(): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    this.#ports.add(ours);
    ours.on('message', this.#onEvent);
    ours.on('close', () => this.#ports.delete(ours));
    return theirs;
  }

  /** Resolves when the thread of a batch that has just failed has ended. */
  #threadEnded(): Promise<void> {
    this.#broken += 1;
    const count = this.#broken;
    if (count <= this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(deadline);
        this.#waitingForEnd.delete(settle);
        resolve();
      };
      const deadline = setTimeout(settle, END_DEADLINE_MS);
      this.#waitingForEnd.set(settle, count);
    });
  }
}

function lost({ token }: SpawnRequest, why: string): SpawnResult {
  return { token, ok: false, code: 'THREAD_LOST', message: `the spawner thread was lost: ${why}` };
}
