import { isDeepStrictEqual } from 'node:util';
import type { LedgerInstance } from '../../ledger/facts.ts';
import { type Carer, type CarerTools, onlineClaim } from './carer.ts';
import { LATE_MS } from './cron-moment.ts';
import { CronTimer, type Timetable } from './cron-timer.ts';

/** Restarts instances at the times of their `restart.cron`. */
export class CronCarer implements Carer {
  readonly #tools: CarerTools;
  readonly #timers = new Map<number, { times: Timetable; timer: CronTimer }>();

  constructor(tools: CarerTools) {
    this.#tools = tools;
  }

  see(id: number, instance: LedgerInstance | null): void {
    const times = timesOf(instance);
    const known = this.#timers.get(id);
    if (isDeepStrictEqual(known?.times ?? null, times)) return;
    known?.timer.cancel();
    this.#timers.delete(id);
    if (times === null) return;
    const { machine } = this.#tools.fleet;
    const timer = new CronTimer({ machine, times, due: (lateMs) => this.#renew(id, times, lateMs) });
    this.#timers.set(id, { times, timer });
  }

  close(): void {
    for (const { timer } of this.#timers.values()) timer.cancel();
  }

  #renew(id: number, { cron }: Timetable, lateMs: number): void {
    const claim = onlineClaim(this.#tools.fleet.journal.state.instances.get(id) ?? null);
    // A process that does not run gains nothing from a restart, and what was due long ago no longer is.
    if (claim === null || lateMs > LATE_MS) return;
    const reason = `was due for its restart ("${cron}")`;
    void this.#tools.renewal.renew(id, { token: claim.token, cause: 'cron', reason });
  }
}

/** When it is to be restarted; `null`: never, or it is not meant to run. */
function timesOf(instance: LedgerInstance | null): Timetable | null {
  const { cron, timezone } = instance?.spec.restart ?? {};
  if (cron === undefined || instance?.want === 'stopped' || instance?.dormant === true) return null;
  return { cron, ...(timezone === undefined ? {} : { timezone }) };
}
