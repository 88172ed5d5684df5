import type { Subreaper } from '../../runtime/native/process/subreaper.ts';
import { hasEnded, type ProcessStat, type ProcessTable } from '../../runtime/proc/process-table.ts';

/** Processes that lost their parent and are this daemon's children now, as the kernel lists them. */
export interface Orphans {
  /**
   * Every process that descends from this daemon, parents before their children; `null` for one that was reaped while
   * it was looked at. The children of its threads, the apps, are not among them; probes and what plugins left behind
   * are.
   *
   * @param skip PIDs that are passed over, with all that is below them
   */
  look(skip: { has(pid: number): boolean }): Map<number, ProcessStat | null>;
  /** PIDs of all below a process, as of now; never this process or what is below it. */
  descendantsOf(pid: number): number[];
  /** What has ended and waits to be reaped by this process. */
  zombies(): ProcessStat[];
  /** True once that child is gone. */
  reap(pid: number): boolean;
}

/** Makes this process the one that its descendants fall to when their parents end; `null` where the kernel cannot. */
export function openOrphans(options: { subreaper: Subreaper | null; table: ProcessTable }): Orphans | null {
  const { subreaper, table } = options;
  if (subreaper === null) return null;
  subreaper.become();

  const below = (roots: number[], skip: { has(pid: number): boolean }) => {
    const found = new Map<number, ProcessStat | null>();
    const queue = [...roots];
    for (const pid of queue) {
      if (pid === process.pid || skip.has(pid) || found.has(pid)) continue;
      const stat = table.stat(pid);
      found.set(pid, stat);
      if (stat !== null && !hasEnded(stat)) queue.push(...subreaper.childrenOf(pid));
    }
    return found;
  };

  return {
    look: (skip) => below(subreaper.children(), skip),
    descendantsOf: (pid) => [...below(subreaper.childrenOf(pid), new Set()).keys()],
    zombies: () =>
      subreaper.children().flatMap((pid) => {
        const stat = table.stat(pid);
        return stat !== null && stat.ppid === process.pid && hasEnded(stat) ? [stat] : [];
      }),
    reap: (pid) => subreaper.reap(pid) !== null,
  };
}
