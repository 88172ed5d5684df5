import { basename, join } from 'node:path';
import { homePaths } from '../../runtime/home.ts';
import { machineId } from '../../runtime/machine-id.ts';
import { anyLivenessOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { knock } from './lock-knock.ts';
import { describeOwner, type LockOwner, type SlotContent } from './lock-owner.ts';

export type Verdict = 'alive' | 'dead' | 'unknown';

/**
 * Whether the process that made a lock file is alive.
 *
 * - Same boot, same PID namespace: `/proc` knows.
 * - Same boot, other PID namespace (a container that was started again): its PIDs mean nothing here, so the kernel is
 *   asked by connecting to its socket. Refused means dead, because an owner binds its socket before it takes the lock
 *   and closes it after it has released it.
 * - Other boot of the same machine: dead.
 * - Other machine: unknown, and never presumed dead.
 *
 * @param options.home where to look for the socket if its path differs from here (a mounted volume)
 */
export async function judgeOwner(
  owner: LockOwner,
  options: { table?: ProcessTable; home?: string } = {},
): Promise<Verdict> {
  const table = options.table ?? processTable();
  const { identity, socket } = owner;
  if (identity.bootId !== table.bootId()) return owner.machineId === machineId() ? 'dead' : 'unknown';
  if (identity.pidNamespace === table.pidNamespace()) {
    const liveness = anyLivenessOf(table, identity);
    return liveness === 'unverifiable' ? 'unknown' : liveness;
  }
  const places = [socket];
  if (options.home !== undefined) places.push(join(options.home, basename(socket)));
  let verdict: Verdict = 'unknown';
  for (const place of new Set(places)) {
    const answer = await knock(place);
    if (answer === 'answered') return 'alive';
    if (answer === 'refused') verdict = 'dead';
  }
  return verdict;
}

/**
 * Whether the process that wrote this lock file is alive. A damaged file names nobody; the daemon that it belonged to,
 * if alive, answers on the home's socket.
 */
export async function judgeLock(
  content: SlotContent,
  options: { table: ProcessTable; home: string },
): Promise<Verdict> {
  if (content.owner !== null) return judgeOwner(content.owner, options);
  if (content.defect === 'newer') return 'unknown';
  const answer = await knock(homePaths(options.home).socket);
  if (answer === 'answered') return 'alive';
  return answer === 'unclear' ? 'unknown' : 'dead';
}

/** Whether the process that wrote this guard file is alive. A damaged one names nobody, and no socket speaks for it. */
export async function judgeGuard(
  content: SlotContent,
  options: { table: ProcessTable; home: string },
): Promise<Verdict> {
  return content.owner !== null ? judgeOwner(content.owner, options) : 'unknown';
}

/** Why the lock is not available, as a clause that names the owner and, if there is one, the remedy. */
export function whyHeld(content: SlotContent, verdict: 'alive' | 'unknown'): string {
  const remedy = 'If it will not come back, run "opm daemon start --break-lock"';
  if (content.owner === null) {
    if (content.defect === 'newer') return `its lock was taken by a newer OPM. ${remedy}, or use that OPM`;
    return verdict === 'alive'
      ? 'its lock file is damaged, but a daemon answers on its socket. Stop that daemon first'
      : `its lock file is damaged, and it is unknown whether its owner is alive. ${remedy}`;
  }
  const owner = describeOwner(content.owner);
  if (verdict === 'alive') return owner;
  return content.owner.machineId === machineId()
    ? `${owner}, in another PID namespace, and its socket "${content.owner.socket}" cannot be reached from here. ${remedy}`
    : `${owner}, on another machine (${content.owner.machineId}), which cannot be checked from here. ${remedy}`;
}
