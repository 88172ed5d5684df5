import { clearTimeout, setTimeout } from 'node:timers';
import { writeAtomically } from './write-atomically.ts';

/**
 * A file that is rewritten when its content changes, but no more often than requested. A thousand starts in a second
 * cause one or two writes.
 */
export class PacedFile {
  readonly #path: string;
  readonly #mode: number;
  #render: () => string = () => '';
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, mode: number) {
    this.#path = path;
    this.#mode = mode;
  }

  /**
   * Writes immediately if the last write was at least `intervalMs` ago, else sets a timer that keeps nothing alive.
   *
   * @param render called when the file is written
   * @throws when an immediate write fails
   */
  async update(render: () => string, intervalMs: number): Promise<void> {
    this.#render = render;
    const waitMs = this.#lastMs + intervalMs - performance.now();
    if (waitMs <= 0) return await this.#write();
    // Nobody awaits this write. After a failure the next update writes immediately, and reports its own failure.
    const later = () => this.#write().catch(() => {});
    this.#timer ??= setTimeout(later, waitMs).unref();
  }

  async #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#lastMs = performance.now();
    const before = this.#writing;
    this.#writing = (async () => {
      // Two concurrent writes would use the same temporary file.
      await before.catch(() => {});
      await writeAtomically(this.#path, this.#render(), this.#mode);
    })();
    try {
      await this.#writing;
    } catch (error) {
      this.#lastMs = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }
}
