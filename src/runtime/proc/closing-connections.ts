import { readFileSync } from 'node:fs';

/** From the kernel's list of states: closed by this side, or by both, and kept until no packet can be in transit. */
const CLOSING = new Set(['04', '05', '06', '09', '0B']);
const LISTEN = '0A';

/**
 * Whether a TCP port of this machine has no listener but is kept by past connections: the kernel holds them for up to a
 * minute (TIME_WAIT), and no process has them. Known on Linux alone.
 */
export function isKeptByPastConnections(port: number): boolean {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const states = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    linesOf(table)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local]) => local?.endsWith(suffix))
      .map(([, , , state = '']) => state),
  );
  return !states.includes(LISTEN) && states.some((state) => CLOSING.has(state));
}

function linesOf(table: string): string[] {
  try {
    return readFileSync(table, 'latin1').split('\n').slice(1);
  } catch {
    return [];
  }
}
