import { readFileSync } from 'node:fs';
import type { ProcessTable } from './proc/process-table.ts';
import { processTable } from './proc/system.ts';

/** How long after a child's exit to look at what is left; a zombie seen twice belongs to nobody. */
const SETTLE_MS = 1_000;

export interface ReapOptions {
  /** Whether someone in this program waits for the process with this PID. */
  isClaimed: (pid: number) => boolean;
  log: (message: string) => void;
  /** Reaps one child without waiting: true when that child is gone. `null`: it cannot be done here. */
  takeEnd: ((pid: number) => boolean) | null;
  table?: ProcessTable;
}

/**
 * For PID 1 of a container: reaps the orphans that the kernel hands to it, which would otherwise stay zombies
 * forever. The kernel announces them (SIGCHLD), so an idle container costs nothing.
 *
 * Reaping this program's own children is up to its runtime. So a process is reaped only if it is a child of the main
 * thread (orphans become that; a spawner thread's children are its own), nobody claims it, and it was a zombie twice,
 * one second apart: a runtime reaps its child within the turn in which it learns of its exit.
 *
 * @returns a function that ends it
 */
export function startReaping({ isClaimed, log, takeEnd, table = processTable() }: ReapOptions): () => void {
  if (takeEnd === null) {
    log(
      'This daemon is PID 1 and cannot reap orphans, because it cannot make native calls (opm ' +
        'doctor shows why): they stay zombies. Run it under an init ("docker run --init", or tini)',
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
    // A kernel without CONFIG_PROC_CHILDREN: check every process.
    return table.pids();
  }
}
