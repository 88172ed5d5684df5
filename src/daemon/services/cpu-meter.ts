import type { ProcessStat } from '../../runtime/proc/process-table.ts';
import type { ProcessView } from '../../supervise/instance/instance-view.ts';

/** `/proc` counts CPU time and start times in ticks of 10 ms. */
const TICK_MS = 10;
/** Two readings closer together than this say nothing about CPU usage. */
const SPAN_MS = 500;

/** How long a process has been running. @param machineUpMs how long the machine has */
export function uptimeOf({ identity }: ProcessView, machineUpMs: number): number {
  return Math.max(0, Math.round(machineUpMs - identity.startTicks * TICK_MS));
}

/** Measures the CPU usage of processes between one reading and the next. */
export class CpuMeter {
  readonly #readings = new WeakMap<ProcessView, { ticks: number; atMs: number }>();

  /** CPU usage since the previous reading, or over the process's lifetime at the first. 100 is one full core. */
  percentOf(running: ProcessView, stat: ProcessStat, machineUpMs: number): number {
    const ticks = stat.userTicks + stat.systemTicks;
    const atMs = performance.now();
    const before = this.#readings.get(running);
    const isUsable = before !== undefined && atMs - before.atMs >= SPAN_MS;
    if (before === undefined || isUsable) this.#readings.set(running, { ticks, atMs });
    const busyMs = (isUsable ? ticks - before.ticks : ticks) * TICK_MS;
    const spanMs = isUsable ? atMs - before.atMs : uptimeOf(running, machineUpMs);
    return spanMs <= 0 ? 0 : Math.round((1000 * busyMs) / spanMs) / 10;
  }
}
