import { existsSync } from 'node:fs';
import type { Fact, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import type { RecoveryPlan } from '../ledger/recovery.ts';
import { homePaths } from '../runtime/home.ts';
import type { ProcessTable } from '../runtime/proc/process-table.ts';
import { isLog, logsOf, ownLogs } from '../supervise/kin/log-writers.ts';
import type { Stray, Strays } from '../supervise/kin/strays.ts';
import { usersOfSpec } from '../supervise/kin/token-origins.ts';

/** PIDs of all that the ledger has a claim on. */
export function claimedPids(journal: Journal): Set<number> {
  const pids = new Set<number>();
  for (const { claim } of journal.state.instances.values()) if (claim !== null) pids.add(claim.identity.pid);
  return pids;
}

/**
 * Processes that write to the logs of this home and carry no token: they are left alone, and nothing is started beside
 * them.
 */
export function writerNotices(options: {
  journal: Journal;
  home: string;
  strays: Strays;
  users: readonly number[];
}): string[] {
  // Nothing has run here yet: that is the first daemon of a home, whose start need not wait.
  if (options.journal.state.instances.size === 0 && !existsSync(homePaths(options.home).logs)) return [];
  const isOurs = ownLogs(options.home, options.journal.state.instances.values());
  return options.strays.writersOf(options.users, isOurs).map(({ identity, outputs }) => {
    const log = outputs.find(isOurs);
    return `Process ${identity.pid} writes to "${log}" but is not in the ledger; it was left alone`;
  });
}

/**
 * Processes of this home that are missing from the ledger, which was damaged or lost. One that is proved to be the
 * process of an instance that has none is claimed; the others are left alone and reported, and nothing is started
 * beside them.
 */
export function claimStrays(options: {
  journal: Journal;
  table: ProcessTable;
  plan: RecoveryPlan;
  strays: Stray[];
}): string[] {
  const { journal, table, plan } = options;
  const notices: string[] = [];
  const at = new Date().toISOString();
  for (const stray of options.strays) {
    const { identity, token, userId, id } = stray;
    const instance = id === null ? undefined : journal.state.instances.get(id);
    if (instance !== undefined && isProcessOf(table, stray, instance)) {
      const logOffsets = { out: 0, err: 0 };
      const facts: Fact[] = [
        // A live process was started after the last thing the ledger knows about it, so it is wanted; otherwise the
        // next daemon, finding a claim, would end it.
        { op: 'want', id: instance.id, want: 'running' },
        { op: 'intent', id: instance.id, token, restart: false, userId, at },
        { op: 'claim', id: instance.id, token, identity, logOffsets, at },
      ];
      journal.record(facts);
      plan.adopt.push(instance.id);
      plan.followUps = plan.followUps.filter((next) => next.id !== instance.id);
      notices.push(
        `Process ${identity.pid} of "${instance.spec.name}" was missing from the ledger; it was adopted`,
      );
    } else {
      const isFrom = stray.isSigned ? 'was started by OPM from this home' : 'says that it is of this home';
      notices.push(`Process ${identity.pid} ${isFrom} but is not in the ledger; it was left alone`);
    }
  }
  return notices;
}

/**
 * Whether a stray is the process of an instance that has none. An environment can be copied: the process also leads a
 * session, runs as a user of the app, and writes to the app's logs.
 */
function isProcessOf(table: ProcessTable, stray: Stray, { spec, claim, intent }: LedgerInstance): boolean {
  const isFree = claim === null && intent === null;
  if (!isFree || !stray.isSigned || !stray.sessionLeader || !stray.isInNamespace) return false;
  if (!usersOfSpec(spec.user).has(stray.userId)) return false;
  const logs = logsOf(spec);
  return table.outputs(stray.identity.pid).some((file) => logs.some((log) => isLog(file, log)));
}
