import type { Identity } from './process-table.ts';

/** `/proc` counts CPU time and start times in ticks of 10 ms. */
export const TICK_MS = 10;

/** How long a process has been running. @param machineUpMs how long the machine has */
export function uptimeOf({ startTicks }: Identity, machineUpMs: number): number {
  return Math.max(0, Math.round(machineUpMs - startTicks * TICK_MS));
}
