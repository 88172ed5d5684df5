import type { Endpoint, ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Ahead } from './ahead.ts';
import { describeProcess } from './describe-process.ts';
import type { Obstacle } from './preflight-errors.ts';

/**
 * Who already listens where an app is to answer once it is ready, or `null`. The app's own instances may: they share a
 * port (`SO_REUSEPORT`), or are replaced in turns.
 *
 * @param isSibling whether a process belongs to an instance of the same app
 * @param ahead who will have released it by the time of the start
 */
export function findListenerObstacle(options: {
  endpoints: Endpoint[];
  table: ProcessTable;
  isSibling: (pid: number) => boolean;
  ahead: Ahead | null;
}): Obstacle | null {
  const { endpoints, table, isSibling, ahead } = options;
  for (const endpoint of endpoints) {
    if ('port' in endpoint && ahead?.freedPorts.has(endpoint.port)) continue;
    const sockets = table.listenersAt(endpoint);
    if (sockets === null || sockets.size === 0) continue;
    const holders = table.pids().filter((pid) => table.holdsSocket(pid, sockets));
    if (holders.some((pid) => ahead?.willEnd(pid) || isSibling(pid))) continue;
    const what = 'port' in endpoint ? `port ${endpoint.port}` : `the socket ${endpoint.path}`;
    const who = holders[0] === undefined ? 'another process' : describeProcess(holders[0], table);
    return { code: 'PORT_TAKEN', message: `${what} is in use by ${who}` };
  }
  return null;
}
