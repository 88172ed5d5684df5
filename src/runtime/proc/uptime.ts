import os from 'node:os';
import type { Identity } from './process-table.ts';
import { bootTimeShift } from './time-namespace.ts';

/** `/proc` counts CPU time and start times in ticks of 10 ms. */
export const TICK_MS = 10;

/** How long a process has been running. @param machineUpMs how long the machine has */
export function uptimeOf({ startTicks }: Identity, machineUpMs: number): number {
  return Math.max(0, Math.round(machineUpMs - startTicks * TICK_MS));
}

/** How long the machine has been up, outside of every time namespace, as the starts of processes are. */
export function machineUptimeMs(): number {
  const shift = process.platform === 'linux' ? bootTimeShift() : 0;
  return os.uptime() * 1000 - shift * TICK_MS;
}
