import { watch } from 'chokidar';
import { messageOf, systemErrorCode } from '../../errors.ts';
import type { Deadline, Deadlines } from '../deadlines.ts';
import { ignoredPaths } from './ignored-paths.ts';

/** If files change all the time, the delay would never end: it ends this often. */
const LONGEST_BURST_MS = 10_000;

/** A timer that fires this late means that the machine is busy. */
const LATE_MS = 20;

export interface FileWatchOptions {
  /** Absolute. */
  paths: readonly string[];
  ignore: readonly string[];
  /** Further files whose changes are ignored, absolute. */
  ignoreFiles: readonly string[];
  delayMs: number;
  deadlines: Deadlines;
  /** Something changed, and then nothing for a while. `path` is the first of the `count` that did. */
  changed: (path: string, count: number) => void;
  /** Why not everything can be watched. Reported once for each reason. */
  failed: (problem: string) => void;
}

/** Watches files and folders. However much changes at once, it reports once. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #watcher: ReturnType<typeof watch>;
  readonly #told = new Set<string>();
  /** Resolves once everything that exists is watched. */
  readonly ready: Promise<void>;
  #quiet: Deadline | null = null;
  #burst: { path: string; count: number; endsMs: number } | null = null;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    const { paths, ignore, ignoreFiles } = options;
    this.#watcher = watch([...paths], {
      ignoreInitial: true,
      ignored: ignoredPaths({ roots: paths, patterns: ignore, files: ignoreFiles }),
    });
    this.ready = new Promise((resolve) => this.#watcher.once('ready', resolve));
    this.#watcher.on('all', (_, path) => this.#note(path));
    this.#watcher.on('error', (error) => this.#fail(error));
  }

  close(): void {
    this.#quiet?.cancel();
    void this.#watcher.close();
  }

  #note(path: string): void {
    const { deadlines, delayMs } = this.#options;
    const nowMs = deadlines.now();
    this.#burst ??= { path, count: 0, endsMs: nowMs + Math.max(LONGEST_BURST_MS, delayMs) };
    this.#burst.count += 1;
    this.#wait();
  }

  #wait(): void {
    const { deadlines, delayMs, changed } = this.#options;
    const { path, endsMs } = this.#burst!;
    const quietMs = Math.min(deadlines.now() + delayMs, endsMs);
    this.#quiet?.cancel();
    this.#quiet = deadlines.at(quietMs, () => {
      // A late wake-up means that events may still be on their way.
      if (deadlines.now() - quietMs > LATE_MS && quietMs < endsMs) return this.#wait();
      const { count } = this.#burst!;
      this.#burst = null;
      this.#quiet = null;
      changed(path, count);
    });
  }

  #fail(error: unknown): void {
    const problem = problemText(error);
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#options.failed(problem);
  }
}

function problemText(error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOSPC':
      return 'the kernel watches no more files for this user: raise fs.inotify.max_user_watches with sysctl, or watch less';
    case 'EMFILE':
      return 'the kernel has no more watchers for this user: raise fs.inotify.max_user_instances with sysctl';
    default:
      return messageOf(error);
  }
}
