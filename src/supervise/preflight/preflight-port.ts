import { createServer } from 'node:net';
import { systemErrorCode } from '../../errors.ts';
import { isKeptByPastConnections } from '../../runtime/proc/closing-connections.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Ahead } from './ahead.ts';
import { describeProcess } from './describe-process.ts';
import type { Obstacle } from './preflight-errors.ts';

/**
 * Whether somebody listens on a TCP port already, and who. Asks the kernel by listening there for a moment, on
 * all IPv4 and all IPv6 addresses; the port is free again when this returns. Any other failure than "in use" is
 * none of ours: the app may be allowed to do what the daemon is not (privileged ports), or need no IPv6.
 *
 * @param ahead who will have released the port by the time of the start
 */
export async function findPortObstacle(
  port: number,
  table: ProcessTable,
  ahead: Ahead | null = null,
): Promise<Obstacle | null> {
  for (const host of ['0.0.0.0', '::']) {
    const error = await listenOnce(host, port);
    if (systemErrorCode(error) !== 'EADDRINUSE') continue;
    const holder = holderOf(port, table);
    return holder !== null && ahead?.willEnd(holder) ? null : portObstacle(port, table, holder, error);
  }
  return null;
}

function listenOnce(host: string, port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::', backlog: 1 }, () => {
      server.close(() => resolve(null));
    });
  });
}

function portObstacle(port: number, table: ProcessTable, holder: number | null, cause: unknown): Obstacle {
  const isPast = holder === null && isKeptByPastConnections(port);
  const who = isPast ? PAST_CONNECTIONS : describeProcess(holder, table);
  return { code: 'PORT_TAKEN', message: `port ${port} is in use by ${who}`, cause };
}

const PAST_CONNECTIONS =
  'connections that were closed and that the kernel keeps for up to a minute (TIME_WAIT), not by a process: ' +
  'try again then, or let the app set SO_REUSEADDR';

/** The holder may be hidden from us; that the port is in use is certain. */
function holderOf(port: number, table: ProcessTable): number | null {
  try {
    return table.portHolder(port);
  } catch {
    return null;
  }
}
