import type { Fact, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import {
  type FollowUp,
  planRecovery,
  type RecoveryPlan,
  type Rest,
  UNSEEN_EXIT,
} from '../ledger/recovery.ts';
import type { Gate } from '../restore/gate.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import {
  type Identity,
  type Liveness,
  livenessOf,
  type ProcessTable,
} from '../runtime/proc/process-table.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { decideAfterExit } from '../supervise/policy/after-exit.ts';
import { NO_CRASHES } from '../supervise/policy/restart-policy.ts';
import type { Bearer } from '../supervise/stop/bearer-walk.ts';
import { findBearers, findStrays, possibleUsers, type Stray } from '../supervise/stop/token-search.ts';
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
  const users = possibleUsers(state.instances.values());
  const bearers = new Map<string, Bearer[]>();
  for (const bearer of findBearers({ table, tokens: sought, skip: alivePids, users })) {
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
    restAfterUnseenExit,
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
    findStrays({ table, home, known: knownTokens(journal), skip: alivePids, users }),
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

/** Where the restart policy lets an instance rest whose process ended while no daemon watched. */
function restAfterUnseenExit({ spec, want }: LedgerInstance): Rest | null {
  const unknown = { held: false, exit: UNSEEN_EXIT, crashes: NO_CRASHES, livedMs: null, nowMs: 0 };
  const { settled, reason } = decideAfterExit({ spec, want, ...unknown });
  return settled === null ? null : { settled, reason };
}

/**
 * Carries out what recovery decided: waits for survivors that were not ready yet, completes interrupted stops and
 * starts what was wanted. Instances of an open restore are left out. A command on an app whose stop is being completed
 * waits until what comes after that stop has begun: else the two would undo each other.
 */
export async function followUp(fleet: Fleet, plan: RecoveryPlan, gate: Gate): Promise<void> {
  const { supervisor, journal } = fleet;
  const stopping = new Set(plan.stop.map(({ id }) => id));
  const inRestore = journal.state.restore?.before ?? {};
  const work: Promise<unknown>[] = [];
  for (const id of plan.adopt) if (!stopping.has(id) && !(id in inRestore)) work.push(supervisor.start(id));
  for (const { id, followUp: next } of plan.followUps) take(fleet, id, next, work);
  const alone = (id: number, complete: () => Promise<void>) => {
    const { spec } = journal.state.instances.get(id)!;
    const caller = { pid: process.pid, command: 'recovery' };
    const cancelled = new AbortController().signal;
    // As something that ends the app: stops wait for it as well.
    const turn = { names: [spec.name], caller, ends: true, waiting: () => {}, cancelled };
    work.push(gate.command(turn, complete));
  };
  for (const { id, followUp: next } of plan.stop) {
    alone(id, async () => {
      const afterwards = next === 'start' || next === 'forget' ? next : 'stay';
      const { ok } = await supervisor.stop(id, afterwards, { certain: true });
      if (ok) take(fleet, id, next, work);
    });
  }
  for (const { id, token, release, followUp: next } of plan.leftovers) {
    alone(id, async () => {
      await supervisor.endLeftovers(id, token);
      journal.record([release]);
      take(fleet, id, next, work);
    });
  }
  // What is begun while others are waited for is waited for as well.
  for (let done = 0; done < work.length; ) {
    const begun = work.slice(done);
    done = work.length;
    await Promise.all(begun);
  }
}

/** Begins what comes next. A start goes on in `work`: whoever wants to stop it need not wait for its readiness. */
function take({ supervisor, journal }: Fleet, id: number, next: FollowUp, work: Promise<unknown>[]): void {
  switch (next) {
    case 'start':
      work.push(supervisor.start(id));
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
