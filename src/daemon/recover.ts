import type { Fact } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import { type FollowUp, planRecovery, type RecoveryPlan, UNSEEN_EXIT } from '../ledger/recovery.ts';
import { finish } from '../restore/transaction.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import {
  type Identity,
  type Liveness,
  livenessOf,
  type ProcessTable,
} from '../runtime/proc/process-table.ts';
import { type Bearer, findBearers, findStrays, type Stray } from '../supervise/stop/token-search.ts';
import type { Supervisor } from '../supervise/supervisor.ts';

export interface Recovered {
  plan: RecoveryPlan;
  /** What the user should know, one sentence each. */
  notices: string[];
}

/**
 * Brings the ledger up to what is: opens it for this daemon, and settles every claim and intent that a daemon
 * before this one left. Starts and stops nothing; {@link followUp} does, once the daemon serves.
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
  // The PID of this very daemon was given to it after whatever the ledger says of it.
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

/** Hands what recovery found to the supervisor: survivors are watched again, what cannot be verified is fenced. */
export function handOver(supervisor: Supervisor, plan: RecoveryPlan): void {
  for (const id of plan.adopt) supervisor.adopt(id);
  for (const { id, reason } of plan.unverifiable) supervisor.fence(id, reason);
  faultPoint('recovery.adopted');
}

/**
 * Does what recovery decided: waits for survivors that were not ready yet, ends what was being stopped, and starts
 * what was wanted. Not for instances of an open restore.
 */
export async function followUp(supervisor: Supervisor, plan: RecoveryPlan): Promise<void> {
  const { journal } = supervisor;
  const stopping = new Set(plan.stop.map(({ id }) => id));
  const inRestore = journal.state.restore?.before ?? {};
  const work: Promise<unknown>[] = [];
  for (const id of plan.adopt) if (!stopping.has(id) && !(id in inRestore)) work.push(supervisor.start(id));
  for (const { id, followUp: next } of plan.followUps) work.push(take(supervisor, id, next));
  for (const { id, followUp: next } of plan.stop) {
    const stopped = supervisor.stop(id, next === 'start' ? 'start' : next === 'forget' ? 'forget' : 'stay', {
      certain: true,
    });
    work.push(stopped.then(({ ok }) => (ok ? take(supervisor, id, next) : undefined)));
  }
  for (const { id, token, release, followUp: next } of plan.leftovers) {
    const ended = supervisor.endLeftovers(id, token).then(() => {
      journal.record([release]);
      return take(supervisor, id, next);
    });
    work.push(ended);
  }
  await Promise.all(work);
}

/** Commits or takes back the restore that a dead daemon left open. Returns how it ended, in words. */
export async function finishInterrupted(supervisor: Supervisor, cancelled: AbortSignal): Promise<string> {
  const open = supervisor.journal.state.restore;
  if (open === null) return 'over already';
  const { outcome, reason } = await finish(supervisor, {
    keepGoing: open.keepGoing,
    timeoutMs: open.context.settings.timeoutMs,
    cancelled,
    emit: () => {},
  });
  return reason === null ? outcome : `${outcome}: ${reason}`;
}

async function take(supervisor: Supervisor, id: number, next: FollowUp): Promise<void> {
  switch (next) {
    case 'start':
      await supervisor.start(id);
      return;
    case 'resume':
      supervisor.resume(id, UNSEEN_EXIT);
      return;
    case 'forget':
      supervisor.journal.record([{ op: 'forget', id }]);
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
 * Processes of this home that the ledger has forgotten, which takes a damaged or lost ledger. One that is the
 * session leader of an instance without a process is that instance's process; the others are left alone and named.
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
        // What lives was started after the last that the ledger knows of it, so it is wanted; else the next daemon,
        // which finds a claim, would end it.
        { op: 'want', id: instance.id, want: 'running' },
        { op: 'intent', id: instance.id, token, restart: false, at },
        { op: 'claim', id: instance.id, token, identity, logOffsets, at },
      ];
      journal.record(facts);
      plan.adopt.push(instance.id);
      plan.followUps = plan.followUps.filter((next) => next.id !== instance.id);
      notices.push(
        `Process ${identity.pid} of "${instance.spec.name}" was not in the ledger any more; it was adopted`,
      );
    } else {
      notices.push(
        `Process ${identity.pid} was started by OPM from this home, but the ledger does not know it; it was left alone`,
      );
    }
  }
  return notices;
}
