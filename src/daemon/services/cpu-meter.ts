import { TICK_MS, uptimeOf } from '../../runtime/proc/uptime.ts';
import type { ProcessView } from '../../supervise/instance/instance-view.ts';

/** Two readings closer together than this say nothing about CPU usage. */
const SPAN_MS = 500;

/** Measures the CPU usage of processes between one reading and the next. */
export class CpuMeter {
  readonly #readings = new WeakMap<ProcessView, { ticks: number; atMs: number }>();

  /** CPU usage since the previous reading, or over the process's lifetime at the first. 100 is one full core. */
  percentOf(running: ProcessView, ticks: number, machineUpMs: number): number {
    const atMs = performance.now();
    const before = this.#readings.get(running);
    const isUsable = before !== undefined && atMs - before.atMs >= SPAN_MS;
    if (before === undefined || isUsable) this.#readings.set(running, { ticks, atMs });
    // Once a child has exited, its share is gone from the sum.
    const busyMs = Math.max(0, isUsable ? ticks - before.ticks : ticks) * TICK_MS;
    const spanMs = isUsable ? atMs - before.atMs : uptimeOf(running.identity, machineUpMs);
    return spanMs <= 0 ? 0 : Math.round((1000 * busyMs) / spanMs) / 10;
  }
}
