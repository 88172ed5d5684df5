import { clearTimeout, setTimeout } from 'node:timers';
import { writeAtomically } from './write-atomically.ts';

/**
 * A file that is written anew when its content changes, but not more often than asked. A thousand starts in a second
 * are one or two writes.
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
   * Writes now when the last write is `intervalMs` ago, else leaves that to a timer that keeps nothing alive.
   *
   * @param render called when it is written
   * @throws when it was to be written now and could not be
   */
  async update(render: () => string, intervalMs: number): Promise<void> {
    this.#render = render;
    const waitMs = this.#lastMs + intervalMs - performance.now();
    if (waitMs <= 0) return await this.#write();
    // A failure nobody waits for is told to the next update, which then writes at once.
    const later = () => this.#write().catch(() => {});
    this.#timer ??= setTimeout(later, waitMs).unref();
  }

  async #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#lastMs = performance.now();
    const before = this.#writing;
    this.#writing = (async () => {
      // Two at once would get into each other's temporary file.
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
