import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { homePaths } from '../../runtime/home.ts';
import { hasEnded, type Identity, identityOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { TOKEN_VARIABLE } from './bearer-walk.ts';
import type { Users } from './token-origins.ts';

/** A process that bears no token, and the files that its output goes to. */
export interface LogWriter {
  identity: Identity;
  userId: number;
  outputs: string[];
}

/**
 * Processes of `users` that bear no token but write to files. Programs that show a title of their own (nginx, Redis)
 * write it over their environment, and the token with it; what they keep is their output, which goes to the app's log.
 *
 * That proves nothing: anybody of that user can write there. It is reason enough to leave such a process alone, and to
 * start nothing beside it.
 *
 * @param options.skip PIDs known to be something else, which saves looking at them
 */
export function findLogWriters(options: {
  table: ProcessTable;
  users: Users;
  skip: { has(pid: number): boolean };
}): LogWriter[] {
  const { table, users, skip } = options;
  return table.pids().flatMap((pid): LogWriter[] => {
    if (pid <= 1 || pid === process.pid || skip.has(pid)) return [];
    const userId = table.userId(pid);
    if (userId === null || !users.has(userId)) return [];
    const outputs = table.outputs(pid).filter((file) => !file.startsWith('/dev/'));
    if (outputs.length === 0 || table.environmentValue(pid, TOKEN_VARIABLE)) return [];
    const identity = identityOf(table, pid);
    const isHere = identity !== null && table.pidNamespaceOf(pid) === table.pidNamespace();
    return isHere ? [{ identity, userId, outputs }] : [];
  });
}

/** The logs of an instance as `/proc` names them, where links have been followed; devices are not among them. */
export function logsOf({ logs }: Pick<InstanceSpec, 'logs'>): string[] {
  return [logs.out, logs.err].filter((file) => !file.startsWith('/dev/')).map(withoutLinks);
}

/** Tells the logs of a home: those of its instances, and all in its folder for logs. */
export function ownLogs(
  home: string,
  instances: Iterable<{ spec: Pick<InstanceSpec, 'logs'> }>,
): (file: string) => boolean {
  const folder = withoutLinks(join(homePaths(home).logs, 'log')).slice(0, -'log'.length);
  const logs = [...instances].flatMap(({ spec }) => logsOf(spec));
  return (file) => file.startsWith(folder) || logs.some((log) => isLog(file, log));
}

/** The path of a file, whether it is there or not, with no link in its folder. */
function withoutLinks(file: string): string {
  try {
    return realpathSync(dirname(file)) + file.slice(dirname(file).length);
  } catch {
    return file;
  }
}

/** Whether a file is this log, or was before a rotation renamed it (`api.log.1`, `api.log-20260101`). */
export function isLog(file: string, log: string): boolean {
  return file === log || file.startsWith(`${log}.`) || file.startsWith(`${log}-`);
}

/** Whether a process is one of these, in the session or the group of one, or below one. */
export function isBelow(table: ProcessTable, pid: number, leaders: { has(pid: number): boolean }): boolean {
  const passed = new Set<number>();
  for (let stat = table.stat(pid); stat !== null && !hasEnded(stat); stat = table.stat(stat.ppid)) {
    if ([stat.pid, stat.session, stat.processGroup].some((one) => leaders.has(one))) return true;
    // A line that moves while it is read could lead back to itself.
    if (stat.ppid <= 1 || passed.has(stat.pid)) return false;
    passed.add(stat.pid);
  }
  return false;
}
