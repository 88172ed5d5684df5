import { Cron } from 'croner';
import type { Deadline } from '../deadlines.ts';
import type { Machine } from '../machine.ts';
import { lookAtCron } from './cron-moment.ts';

/** The clock on the wall may be set while a timer waits, so it is looked at this often. */
const LOOK_MS = 30_000;

/** When something is due, and what to call. */
export interface Timetable {
  cron: string;
  /** That of the machine if absent. */
  timezone?: string | undefined;
}

/** Calls back at the times of a cron pattern, once for all moments that have passed together. */
export class CronTimer {
  readonly #machine: Pick<Machine, 'deadlines' | 'wallMs'>;
  readonly #cron: Cron;
  readonly #due: (lateMs: number) => void;
  #afterMs: number;
  #wake: Deadline | null = null;
  /** The moment after `of`: it takes a millisecond to find. */
  #found: { of: number; nextMs: number | null } | null = null;

  /**
   * @param options.afterMs moments up to this one are over; the time of day now if absent
   * @param options.due told how long ago the moment was
   */
  constructor(options: {
    machine: Pick<Machine, 'deadlines' | 'wallMs'>;
    times: Timetable;
    afterMs?: number | undefined;
    due: (lateMs: number) => void;
  }) {
    const { times, machine } = options;
    this.#machine = machine;
    const { timezone } = times;
    this.#cron = new Cron(times.cron, { paused: true, ...(timezone === undefined ? {} : { timezone }) });
    this.#afterMs = options.afterMs ?? machine.wallMs();
    this.#due = options.due;
    this.#look();
  }

  /** Moments up to this one are over. */
  get afterMs(): number {
    return this.#afterMs;
  }

  /** The next moment, in milliseconds since 1970. */
  get nextMs(): number | null {
    return this.#next(this.#afterMs);
  }

  cancel(): void {
    this.#wake?.cancel();
    this.#wake = null;
  }

  #look(): void {
    const nowMs = this.#machine.wallMs();
    const { afterMs, dueMs, nextMs } = lookAtCron({
      afterMs: this.#afterMs,
      nowMs,
      next: (of) => this.#next(of),
    });
    this.#afterMs = afterMs;
    const waitMs = nextMs === null ? null : Math.min(nextMs - nowMs, LOOK_MS);
    this.#wake = waitMs === null ? null : this.#machine.deadlines.after(waitMs, () => this.#look());
    if (dueMs !== null) this.#due(nowMs - dueMs);
  }

  #next(of: number): number | null {
    if (this.#found?.of !== of) {
      this.#found = { of, nextMs: this.#cron.nextRun(new Date(of))?.getTime() ?? null };
    }
    return this.#found.nextMs;
  }
}
