import type { Caller } from './intents.ts';

/**
 * Header with the caller, `PID COMMAND` (percent-encoded), for messages to others who wait. A header and not a part of
 * the request: a daemon of another version passes over it.
 */
export const CALLER_HEADER = 'opm-caller';

/** Long commands are cut: this is for people. */
const LONGEST = 500;

/** The content of the header for a caller. */
export function callerHeader({ pid, command }: Caller): string {
  return `${pid} ${encodeURIComponent(command.slice(0, LONGEST))}`;
}

/** The caller of a header, or `null` when there is none or it makes no sense. */
export function callerIn(header: string | string[] | undefined): Caller | null {
  const [, pid, command] = /^(\d{1,10}) (\S{1,3000})$/.exec(String(header ?? '')) ?? [];
  if (pid === undefined || command === undefined) return null;
  try {
    return { pid: Number(pid), command: decodeURIComponent(command) };
  } catch {
    return null;
  }
}
