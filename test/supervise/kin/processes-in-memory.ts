import type { ProcessStat, ProcessTable } from '../../../src/runtime/proc/process-table.ts';

export const OURS = process.geteuid?.() ?? 0;
export const STRANGER = OURS + 2000;

/** A process; what is not said is as of one that a dead daemon has started and that has done nothing since. */
export interface Listed {
  ppid?: number;
  session?: number;
  group?: number;
  startTicks?: number;
  /** As a time namespace shows it. */
  shiftedStartTicks?: number;
  state?: string;
  comm?: string;
  user?: number;
  namespace?: string;
  env?: Record<string, string>;
  outputs?: string[];
  /** Its environment is not for this user to look at. */
  isHidden?: boolean;
}

/** A table of processes that stand still. `reads`: whose environment was read, in turn. */
export function processesInMemory(
  listed: Record<number, Listed>,
  turnover: ReturnType<ProcessTable['turnover']> = null,
): { table: ProcessTable; reads: number[] } {
  const reads: number[] = [];
  const environment = (pid: number, names: readonly string[]) => {
    reads.push(pid);
    const found = listed[pid];
    return found === undefined || found.isHidden
      ? ('hidden' as const)
      : names.map((name) => found.env?.[name] ?? null);
  };
  const table: ProcessTable = {
    platform: 'linux',
    bootId: () => 'boot',
    pidNamespace: () => 'ns',
    pids: () => Object.keys(listed).map(Number),
    stat: (pid) => statOf(pid, listed[pid]),
    environment,
    environmentValue: (pid, name) => {
      const answer = environment(pid, [name]);
      return typeof answer === 'string' ? null : (answer[0] ?? null);
    },
    commandLine: () => null,
    userId: (pid) => (listed[pid] === undefined ? null : (listed[pid].user ?? OURS)),
    turnover: () => turnover,
    pidNamespaceOf: (pid) => (listed[pid] === undefined ? null : (listed[pid].namespace ?? 'ns')),
    outputs: (pid) => listed[pid]?.outputs ?? [],
    portHolder: () => null,
    listenersAt: () => null,
    holdsSocket: () => false,
  };
  return { table, reads };
}

function statOf(pid: number, process: Listed | undefined): ProcessStat | null {
  if (process === undefined) return null;
  const { ppid = 1, session = pid, startTicks = pid, state = 'S', comm = 'app' } = process;
  const { shiftedStartTicks } = process;
  const shifted = shiftedStartTicks === undefined ? {} : { shiftedStartTicks };
  const idle = { userTicks: 0, systemTicks: 0, threads: 1, rssBytes: 4096 };
  return {
    pid,
    comm,
    state,
    ppid,
    processGroup: process.group ?? session,
    session,
    startTicks,
    ...shifted,
    ...idle,
  };
}
