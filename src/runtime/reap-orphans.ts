import { readFileSync } from 'node:fs';
import type { ProcessTable } from './proc/process-table.ts';
import { processTable } from './proc/system.ts';

/** From a child's end to the look at what is left; twice that and it was nobody's. */
const SETTLE_MS = 1_000;

export interface ReapOptions {
  /** Whether somebody in this program waits for the process with this PID. */
  isClaimed: (pid: number) => boolean;
  log: (message: string) => void;
  /** Takes the end of one child without waiting: true when that child is gone. `null`: it cannot be done here. */
  takeEnd: ((pid: number) => boolean) | null;
  table?: ProcessTable;
}

/**
 * For PID 1 of a container: takes the ends of the orphans that the kernel hands to it, which would stay zombies for
 * ever. The kernel says when (SIGCHLD), so an idle container costs nothing.
 *
 * The ends of this program's own children are its runtime's to take. So one is taken only of a process that is a child
 * of the main thread (orphans become that; a spawner thread's children are its own), that nobody claims, and that was a
 * zombie twice, one second apart: a runtime takes the end of its child within the turn it hears of it.
 *
 * @returns what ends it
 */
export function startReaping({ isClaimed, log, takeEnd, table = processTable() }: ReapOptions): () => void {
  if (takeEnd === null) {
    log(
      'This daemon is PID 1, and cannot reap the orphans that fall to it, since it can make no native calls (opm ' +
        'doctor says why): they stay zombies. Put an init in front ("docker run --init", or tini)',
    );
    return () => {};
  }
  let seen = new Map<number, number>();
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    timer = null;
    const zombies = zombieChildren(table).filter(({ pid }) => !isClaimed(pid));
    const left = zombies.filter(({ pid, startTicks }) => !(seen.get(pid) === startTicks && takeEnd(pid)));
    seen = new Map(left.map(({ pid, startTicks }) => [pid, startTicks]));
    if (left.length > 0) soon();
  };
  const soon = (): void => {
    timer ??= setTimeout(look, SETTLE_MS).unref();
  };
  process.on('SIGCHLD', soon);
  soon();
  return () => {
    process.off('SIGCHLD', soon);
    if (timer !== null) clearTimeout(timer);
  };
}

function zombieChildren(table: ProcessTable): { pid: number; startTicks: number }[] {
  return childrenOfMainThread(table).flatMap((pid) => {
    const stat = table.stat(pid);
    return stat !== null && stat.ppid === process.pid && stat.state === 'Z' && stat.threads <= 1
      ? [{ pid, startTicks: stat.startTicks }]
      : [];
  });
}

function childrenOfMainThread(table: ProcessTable): number[] {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    // A kernel without CONFIG_PROC_CHILDREN: all there are.
    return table.pids();
  }
}
