import type { Deadline, Deadlines } from '../deadlines.ts';
import type { Orphans } from '../stop/orphans.ts';

/** How long after a child's exit to look at what is left; a zombie seen twice belongs to nobody. */
const SETTLE_MS = 1000;

/**
 * Reaps what fell to this daemon when its parent ended, and would otherwise stay a zombie. The kernel announces ends
 * (SIGCHLD), so an idle daemon costs nothing.
 *
 * Reaping its own children is up to the runtime. So a process is reaped only if it is a child of the main thread
 * (orphans become that; a spawner thread's children are its own), no claim has it, and it was a zombie twice, one
 * second apart: a runtime reaps its child within the turn in which it learns of its exit.
 *
 * @param options.isClaimed whether a live claim has this PID
 * @returns a function that ends it
 */
export function startReaping(options: {
  orphans: Orphans;
  deadlines: Deadlines;
  isClaimed: (pid: number) => boolean;
}): () => void {
  const { orphans, deadlines, isClaimed } = options;
  let seen = new Map<number, number>();
  let next: Deadline | null = null;
  const look = (): void => {
    next = null;
    const left = orphans
      .zombies()
      .filter(({ pid }) => !isClaimed(pid))
      .filter(({ pid, startTicks }) => !(seen.get(pid) === startTicks && orphans.reap(pid)));
    seen = new Map(left.map(({ pid, startTicks }) => [pid, startTicks]));
    if (left.length > 0) soon();
  };
  const soon = (): void => {
    next ??= deadlines.after(SETTLE_MS, look);
  };
  process.on('SIGCHLD', soon);
  soon();
  return () => {
    process.off('SIGCHLD', soon);
    next?.cancel();
  };
}

/** What a daemon that is PID 1 says when it cannot reap. */
export const CANNOT_REAP =
  'This daemon is PID 1 and cannot reap orphans, because it cannot make native calls (opm doctor shows why): they stay ' +
  'zombies. Run it under an init ("docker run --init", or tini)';
