import { readFileSync } from 'node:fs';

/** The first 300 are given out in the first round alone, and forks go on while this is read. */
const MARGIN = 1000;

/**
 * How many processes and threads were started since the boot, in every namespace, and how many more at least before a PID
 * can be given out a second time: the kernel gives them out in turn, past those in use. In use are those of tasks, and of
 * sessions and groups that have one.
 *
 * `null` where `/proc` does not say so.
 */
export function readTurnover(): { forks: number; forksUntilReuse: number } | null {
  try {
    const forks = /^processes (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1];
    // "0.20 0.18 0.12 1/80 11206": of the tasks that run, and of all.
    const tasks = /^\S+ \S+ \S+ \d+\/(\d+) /.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1];
    const highest = Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1'));
    if (forks === undefined || tasks === undefined || !Number.isSafeInteger(highest)) return null;
    return { forks: Number(forks), forksUntilReuse: highest - 3 * Number(tasks) - MARGIN };
  } catch {
    return null;
  }
}
