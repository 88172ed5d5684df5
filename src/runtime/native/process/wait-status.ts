import { constants } from 'node:os';

/** How a process ended: with an exit code, or by a signal. */
export interface ProcessEnd {
  code: number | null;
  signal: string | null;
}

/** Decodes a wait status (wait(2)). */
export function endOf(status: number): ProcessEnd {
  const signal = status & 0x7f;
  return signal === 0
    ? { code: (status >> 8) & 0xff, signal: null }
    : { code: null, signal: signalName(signal) };
}

/** The name of a signal. Real-time signals have none of their own: `SIG35`. */
export function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `SIG${number}`;
}
