import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { LIMITS, type LogLine, type ThreadLine } from '../hook-protocol.ts';
import { cut } from './describe-thrown.ts';

/**
 * What a plugin does while its module is loaded or one of its hooks runs, and what its leftovers do later: the lines
 * it writes and its uncaught errors.
 */
export class HookScope {
  readonly lines: ThreadLine[] = [];
  /** Rejects with the first error that the hook did not catch itself. */
  readonly uncaught: Promise<never>;
  /** Aborted when the hook's work is no longer wanted. */
  readonly cancelled = new AbortController();
  readonly slot: number;
  readonly call: number;
  #ended = false;
  #dropped = 0;
  #late = 0;
  readonly #emit: (line: ThreadLine) => void;
  #reject: (error: unknown) => void = () => {};

  constructor({ slot, call, emit }: { slot: number; call: number; emit: (line: ThreadLine) => void }) {
    this.slot = slot;
    this.call = call;
    this.#emit = emit;
    this.uncaught = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.uncaught.catch(() => {});
  }

  log(level: LogLine['level'], message: unknown): void {
    const text = cut(typeof message === 'string' ? message : inspect(message));
    if (this.#ended) {
      if (this.#late++ < LIMITS.linesPerCall) this.#post({ level, message: text });
    } else if (this.lines.length < LIMITS.linesPerCall) {
      this.#write({ level, message: text });
    } else {
      this.#dropped += 1;
    }
  }

  /** Handles an uncaught error: of the hook while it runs, of its leftovers afterwards. */
  fail(error: unknown, description: string): void {
    if (!this.#ended) this.#reject(error);
    else this.#post({ level: 'error', message: `after its hook ended: ${description}`, spoiled: true });
  }

  end(): void {
    if (this.#dropped > 0)
      this.#write({ level: 'warn', message: `${this.#dropped} more lines were dropped` });
    this.#ended = true;
  }

  #write(line: LogLine): void {
    const numbered = { slot: this.slot, call: this.call, index: this.lines.length, ...line };
    this.lines.push(numbered);
    this.#emit(numbered);
  }

  #post(line: LogLine & { spoiled?: boolean }): void {
    this.#emit({ slot: this.slot, call: null, index: 0, ...line });
  }
}

/** The scope in which the running code was started, wherever its timers and promises have led. */
export const scopes = new AsyncLocalStorage<HookScope>();
