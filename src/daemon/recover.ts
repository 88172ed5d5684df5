import type { Fact } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import { type FollowUp, planRecovery, type RecoveryPlan, UNSEEN_EXIT } from '../ledger/recovery.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import {
  type Identity,
  type Liveness,
  livenessOf,
  type ProcessTable,
} from '../runtime/proc/process-table.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { type Bearer, findBearers, findStrays, type Stray } from '../supervise/stop/token-search.ts';
import type { Supervisor } from '../supervise/supervisor.ts';

export interface Recovered {
  plan: RecoveryPlan;
  /** What the user should know, one sentence each. */
  notices: string[];
}

/**
 * Brings the ledger in line with reality: opens it for this daemon and settles every claim and intent left by earlier
 * daemons. Starts and stops nothing; {@link followUp} does that once the daemon serves requests.
 */
export function recover(options: {
  journal: Journal;
  table: ProcessTable;
  home: string;
  pid: number;
  initOfNamespace: boolean;
  fresh: boolean;
}): Recovered {
  const { journal, table, home } = options;
  const { state } = journal;
  const bootId = table.bootId();
  const pidNamespace = table.pidNamespace();
  const at = new Date().toISOString();
  // This daemon's own PID was assigned after everything the ledger records about it.
  const liveness = (identity: Identity): Liveness =>
    identity.pid === options.pid ? 'dead' : livenessOf(table, identity);
  const sought = new Set<string>();
  const alivePids = new Set<number>();
  for (const { claim, intent } of state.instances.values()) {
    if (claim !== null && liveness(claim.identity) === 'alive') alivePids.add(claim.identity.pid);
    else if (claim !== null) sought.add(claim.token);
    if (intent !== null) sought.add(intent.token);
  }
  const bearers = new Map<string, Bearer[]>();
  for (const bearer of findBearers({ table, tokens: sought, skip: alivePids })) {
    const others = bearers.get(bearer.token);
    if (others === undefined) bearers.set(bearer.token, [bearer]);
    else others.push(bearer);
  }
  const plan = planRecovery({
    state,
    bootId,
    pidNamespace,
    liveness,
    bearers,
    fresh: options.fresh,
    at,
  });
  const self = table.stat(options.pid);
  const owner = { bootId, pidNamespace, pid: options.pid, startTicks: self?.startTicks ?? 0 };
  journal.record([
    { op: 'open', version: 1, owner, initOfNamespace: options.initOfNamespace, at },
    ...plan.facts,
  ]);
  journal.flush();
  faultPoint('recovery.opened');
  const strays = claimStrays(
    journal,
    plan,
    findStrays({ table, home, known: knownTokens(journal), skip: alivePids }),
  );
  return { plan, notices: strays };
}

/**
 * Hands recovery's findings to the supervisor: survivors are watched again, and what cannot be verified is fenced
 * off.
 */
export function handOver(supervisor: Supervisor, plan: RecoveryPlan): void {
  for (const id of plan.adopt) supervisor.adopt(id);
  for (const { id, reason } of plan.unverifiable) supervisor.fence(id, reason);
  faultPoint('recovery.adopted');
}

/**
 * Carries out what recovery decided: waits for survivors that were not ready yet, completes interrupted stops and
 * starts what was wanted. Instances of an open restore are left out.
 */
export async function followUp(fleet: Fleet, plan: RecoveryPlan): Promise<void> {
  const { supervisor, journal } = fleet;
  const stopping = new Set(plan.stop.map(({ id }) => id));
  const inRestore = journal.state.restore?.before ?? {};
  const work: Promise<unknown>[] = [];
  for (const id of plan.adopt) if (!stopping.has(id) && !(id in inRestore)) work.push(supervisor.start(id));
  for (const { id, followUp: next } of plan.followUps) work.push(take(fleet, id, next));
  for (const { id, followUp: next } of plan.stop) {
    const stopped = supervisor.stop(id, next === 'start' ? 'start' : next === 'forget' ? 'forget' : 'stay', {
      certain: true,
    });
    work.push(stopped.then(({ ok }) => (ok ? take(fleet, id, next) : undefined)));
  }
  for (const { id, token, release, followUp: next } of plan.leftovers) {
    const ended = supervisor.endLeftovers(id, token).then(() => {
      journal.record([release]);
      return take(fleet, id, next);
    });
    work.push(ended);
  }
  await Promise.all(work);
}

async function take({ supervisor, journal }: Fleet, id: number, next: FollowUp): Promise<void> {
  switch (next) {
    case 'start':
      await supervisor.start(id);
      return;
    case 'resume':
      supervisor.resume(id, UNSEEN_EXIT);
      return;
    case 'forget':
      journal.record([{ op: 'forget', id }]);
      supervisor.drop(id);
      return;
    case 'rest':
  }
}

function knownTokens(journal: Journal): Set<string> {
  const tokens = new Set<string>();
  for (const { claim, intent } of journal.state.instances.values()) {
    if (claim !== null) tokens.add(claim.token);
    if (intent !== null) tokens.add(intent.token);
  }
  return tokens;
}

/**
 * Processes of this home that are missing from the ledger, which must have been damaged or lost. A session leader of
 * an instance that has no process is that instance's process; the others are left alone and reported.
 */
function claimStrays(journal: Journal, plan: RecoveryPlan, strays: Stray[]): string[] {
  const notices: string[] = [];
  const at = new Date().toISOString();
  for (const { identity, token, sessionLeader, id } of strays) {
    const instance = id === null ? undefined : journal.state.instances.get(id);
    const isFree = instance !== undefined && instance.claim === null && instance.intent === null;
    if (instance !== undefined && isFree && sessionLeader) {
      const logOffsets = { out: 0, err: 0 };
      const facts: Fact[] = [
        // A live process was started after the last thing the ledger knows about it, so it is wanted; otherwise the
        // next daemon, finding a claim, would end it.
        { op: 'want', id: instance.id, want: 'running' },
        { op: 'intent', id: instance.id, token, restart: false, at },
        { op: 'claim', id: instance.id, token, identity, logOffsets, at },
      ];
      journal.record(facts);
      plan.adopt.push(instance.id);
      plan.followUps = plan.followUps.filter((next) => next.id !== instance.id);
      notices.push(
        `Process ${identity.pid} of "${instance.spec.name}" was missing from the ledger; it was adopted`,
      );
    } else {
      notices.push(
        `Process ${identity.pid} was started by OPM from this home but is not in the ledger; it was left alone`,
      );
    }
  }
  return notices;
}
