import { hasEnded, type ProcessStat, type ProcessTable } from './process-table.ts';

/** What a process and all its descendants use. */
export interface TreeUsage {
  /** The process itself; `null` when it is gone. */
  leader: ProcessStat | null;
  /** Resident memory; shared pages count for each process. */
  rssBytes: number;
  /** CPU time of the live processes, in ticks. */
  ticks: number;
  processes: number;
}

/**
 * What the trees of several processes use, from one walk over the process table. A process belongs to a tree if it is
 * in the same session or descends from its first process: one that has left both is not found.
 *
 * @param leaders PIDs of session leaders
 */
export function readTrees(table: ProcessTable, leaders: ReadonlySet<number>): Map<number, TreeUsage> {
  const trees = new Map<number, TreeUsage>();
  for (const pid of leaders) trees.set(pid, { leader: null, rssBytes: 0, ticks: 0, processes: 0 });
  if (leaders.size === 0) return trees;
  const stats = new Map<number, ProcessStat>();
  for (const pid of table.pids()) {
    const stat = table.stat(pid);
    if (stat !== null && !hasEnded(stat)) stats.set(pid, stat);
  }
  const owners = new Map<number, number | null>([[0, null]]);
  for (const stat of stats.values()) {
    const owner = ownerOf(stat, stats, leaders, owners);
    const tree = owner === null ? undefined : trees.get(owner);
    if (tree === undefined) continue;
    if (stat.pid === owner) tree.leader = stat;
    tree.rssBytes += stat.rssBytes;
    tree.ticks += stat.userTicks + stat.systemTicks;
    tree.processes += 1;
  }
  return trees;
}

/** The leader whose tree a process belongs to, or `null`. @param owners those that were found already, by PID */
function ownerOf(
  stat: ProcessStat,
  stats: ReadonlyMap<number, ProcessStat>,
  leaders: ReadonlySet<number>,
  owners: Map<number, number | null>,
): number | null {
  const path: number[] = [];
  let owner: number | null = null;
  for (let at: ProcessStat | undefined = stat; at !== undefined; at = stats.get(at.ppid)) {
    const known = owners.get(at.pid);
    if (known !== undefined) {
      owner = known;
      break;
    }
    // Two readings at different moments may form a circle.
    owners.set(at.pid, null);
    path.push(at.pid);
    if (leaders.has(at.pid) || leaders.has(at.session)) {
      owner = leaders.has(at.pid) ? at.pid : at.session;
      break;
    }
  }
  for (const pid of path) owners.set(pid, owner);
  return owner;
}
