import { type FSWatcher, watch } from 'node:fs';
import type { Deadline, Deadlines } from '../deadlines.ts';
import { LogReader } from './ready-log-reader.ts';

/** Polling interval for a file that the kernel does not report on: a network disk, no watches left. */
const POLL_MS = 50;
/** The same when it does report, in case it misses something, and to notice that an unfinished line stays unchanged. */
const WATCHED_POLL_MS = 250;

/** Reads a log file whenever it grows, until a line matches. */
export class LogFollower {
  readonly #reader: LogReader;
  readonly #file: string;
  readonly #deadlines: Deadlines;
  readonly #found: () => void;
  readonly #unreadable: (error: unknown) => void;
  #watcher: FSWatcher | null = null;
  #poll: Deadline | null = null;
  #next: NodeJS.Immediate | null = null;
  #hasGrown = true;
  #stopped = false;

  /**
   * @param options.found called once, when a line matches
   * @param options.unreadable called when the file can be followed no longer
   * @throws the system error when the file cannot be opened
   */
  constructor(options: {
    file: string;
    offset: number;
    matches: (line: string) => boolean;
    deadlines: Deadlines;
    found: () => void;
    unreadable: (error: unknown) => void;
  }) {
    this.#reader = new LogReader(options);
    this.#file = options.file;
    this.#deadlines = options.deadlines;
    this.#found = options.found;
    this.#unreadable = options.unreadable;
  }

  start(): void {
    if (this.#stopped) return;
    try {
      this.#watcher = watch(this.#file, { persistent: false }, () => this.#readSoon());
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      this.#unwatch();
    }
    this.#readSoon();
    this.#pollLater();
  }

  /** Releases the file and the watch. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#poll?.cancel();
    if (this.#next !== null) clearImmediate(this.#next);
    this.#unwatch();
    this.#reader.close();
  }

  /** One read per turn of the event loop, however much is written: others need their turn too. */
  #readSoon(): void {
    if (this.#stopped || this.#next !== null) return;
    this.#next = setImmediate(() => {
      this.#next = null;
      this.#read();
    });
  }

  #read(): void {
    try {
      const state = this.#reader.read();
      if (state !== 'idle') this.#hasGrown = true;
      if (state === 'found') this.#found();
      else if (state === 'more') this.#readSoon();
    } catch (error) {
      this.stop();
      this.#unreadable(error);
    }
  }

  #pollLater(): void {
    const waitMs = this.#watcher === null ? POLL_MS : WATCHED_POLL_MS;
    this.#poll = this.#deadlines.after(waitMs, () => {
      if (!this.#hasGrown && this.#reader.unfinishedLineMatches()) {
        this.#found();
        return;
      }
      this.#hasGrown = false;
      this.#readSoon();
      this.#pollLater();
    });
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = null;
  }
}
