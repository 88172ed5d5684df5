import { Worker } from 'node:worker_threads';
import { threadEntry, threadEnvironment, threadFlags } from '../../thread-entry.ts';
import type { LibC } from '../library/libc.ts';
import { openDescriptors } from '../process/descriptor.ts';
import { type Epoll, openEpoll, type Readiness } from './epoll.ts';
import { type ExitWatchData, WAKE_KEY } from './exit-watch-protocol.ts';
import { openWakeDescriptor, type WakeDescriptor } from './wake-descriptor.ts';

/**
 * Called about a process, each method once and in this order. `reaped` needs Linux 6.9 and may come in the same turn.
 */
export interface ExitListener {
  ended(): void;
  reaped(): void;
}

/**
 * Reports the exits of processes, which need not be children: one set of all their pidfds, and one thread that waits
 * for it. Nothing runs while none exits. The thread starts with the first process and stays.
 */
export class ExitWatch {
  readonly #libc: LibC;
  readonly #koffiFile: string;
  readonly #lost: (error: Error) => void;
  readonly #listeners = new Map<number, { pidfd: number; listener: ExitListener; hasEnded: boolean }>();
  #thread: Worker | null = null;
  #set: Epoll | null = null;
  #wake: WakeDescriptor | null = null;
  #lastKey = WAKE_KEY;
  #isClosed = false;

  /** @param options.lost called at most once, when the thread has ended unexpectedly: nothing more is reported */
  constructor(options: { libc: LibC; koffiFile: string; lost: (error: Error) => void }) {
    this.#libc = options.libc;
    this.#koffiFile = options.koffiFile;
    this.#lost = options.lost;
  }

  /**
   * Watches the process of a pidfd, which the caller still owns. One that has already ended is reported like any
   * other.
   *
   * @returns a function that ends the watch; call it before the pidfd is closed
   * @throws the system's error when there is no descriptor or no memory left for it
   */
  add(pidfd: number, listener: ExitListener): () => void {
    const set = this.#begin();
    this.#lastKey += 1;
    const key = this.#lastKey;
    this.#listeners.set(key, { pidfd, listener, hasEnded: false });
    try {
      set.add(pidfd, key);
    } catch (error) {
      this.#listeners.delete(key);
      throw error;
    }
    return () => {
      if (this.#listeners.delete(key)) set.remove(pidfd);
    };
  }

  /** Ends the thread. Nothing is reported from here on. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listeners.clear();
    const { close } = openDescriptors(this.#libc);
    const thread = this.#thread;
    if (thread !== null) {
      thread.ref();
      const ended = new Promise((resolve) => thread.once('exit', resolve));
      this.#stopWaiting();
      await ended;
    }
    process.off('exit', this.#stopWaiting);
    for (const opened of [this.#set, this.#wake]) if (opened !== null) close(opened.descriptor);
  }

  #begin(): Epoll {
    if (this.#isClosed) throw new Error('The watch is closed');
    this.#set ??= openEpoll(this.#libc);
    if (this.#wake === null) {
      this.#wake = openWakeDescriptor(this.#libc);
      this.#set.add(this.#wake.descriptor, WAKE_KEY);
    }
    this.#thread ??= this.#startThread(this.#set);
    return this.#set;
  }

  #startThread(set: Epoll): Worker {
    const flags = threadFlags();
    const env = threadEnvironment();
    const workerData: ExitWatchData = { koffiFile: this.#koffiFile, set: set.descriptor };
    const thread = new Worker(new URL(threadEntry('exit-watch-thread')), {
      workerData,
      ...(flags === undefined ? {} : { execArgv: flags }),
      ...(env === undefined ? {} : { env }),
    });
    thread.unref();
    thread.on('message', (found: Readiness[]) => this.#tell(found));
    thread.on('error', (error) => this.#hasLost(error));
    thread.on('exit', () => this.#hasLost(new Error('the thread that waits for exits has ended')));
    // A runtime waits for its threads when it ends, and this one is in a call that does not return by itself.
    process.on('exit', this.#stopWaiting);
    return thread;
  }

  readonly #stopWaiting = (): void => this.#wake?.wake();

  #tell(found: Readiness[]): void {
    for (const { key, hungUp } of found) {
      const watched = this.#listeners.get(key);
      if (watched === undefined) continue;
      if (!watched.hasEnded) watched.listener.ended();
      watched.hasEnded = true;
      if (hungUp) watched.listener.reaped();
    }
  }

  #hasLost(error: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#lost(error);
  }
}
