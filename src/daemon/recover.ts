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
import { Strays } from '../supervise/kin/strays.ts';
import { type Origin, tokenOrigins, userIdsOf } from '../supervise/kin/token-origins.ts';
import { byToken, findBearers } from '../supervise/kin/token-search.ts';
import { decideAfterExit } from '../supervise/policy/after-exit.ts';
import { NO_CRASHES } from '../supervise/policy/restart-policy.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import { claimedPids, claimStrays, writerNotices } from './claim-strays.ts';

export interface Recovered {
  plan: RecoveryPlan;
  /** What the user should know, one sentence each. */
  notices: string[];
  /** What may be running without the ledger's knowledge; `null`: the ledger is complete. */
  strays: Strays | null;
}

/**
 * Brings the ledger in line with reality: opens it for this daemon and settles every claim and intent left by earlier
 * daemons. Starts and stops nothing; {@link followUp} does that once the daemon serves requests.
 */
export function recover(options: {
  journal: Journal;
  table: ProcessTable;
  home: string;
  /** The home's key: what it has signed is ours. */
  secret: Buffer;
  pid: number;
  initOfNamespace: boolean;
  fresh: boolean;
  /** The ledger was damaged, or there was none. */
  lost: boolean;
}): Recovered {
  const { journal, table, home, secret } = options;
  const { state } = journal;
  const bootId = table.bootId();
  const pidNamespace = table.pidNamespace();
  const at = new Date().toISOString();
  // This daemon's own PID was assigned after everything the ledger records about it.
  const liveness = (identity: Identity): Liveness =>
    identity.pid === options.pid ? 'dead' : livenessOf(table, identity);
  const sought = new Map<string, Origin>();
  const alivePids = new Set<number>();
  const origins = tokenOrigins(state.instances.values());
  const restated = claimsAnew(table, state.instances.values(), liveness);
  for (const { claim, intent } of state.instances.values()) {
    if (claim !== null && liveness(claim.identity) === 'alive') alivePids.add(claim.identity.pid);
    else if (claim !== null) sought.set(claim.token, origins.get(claim.token)!);
    if (intent !== null) sought.set(intent.token, origins.get(intent.token)!);
  }
  const bearers = byToken(findBearers({ table, origins: sought, skip: alivePids }));
  const plan = planRecovery({
    state,
    bootId,
    pidNamespace,
    liveness,
    bearers,
    restAfterUnseenExit,
    fresh: options.fresh,
    lost: options.lost,
    at,
  });
  const self = table.stat(options.pid);
  const owner = { bootId, pidNamespace, pid: options.pid, startTicks: self?.startTicks ?? 0 };
  journal.record([
    {
      ...{ op: 'open', version: 1, owner, initOfNamespace: options.initOfNamespace, at },
      ...(options.lost ? { lost: true } : {}),
    },
    ...restated,
    ...plan.facts,
  ]);
  journal.flush();
  faultPoint('recovery.opened');
  const { loss } = state;
  if (loss === null) return { plan, notices: [], strays: null };
  const known = { has: (token: string) => knownTokens(journal).has(token) };
  const claimed = () => claimedPids(journal);
  const strays = new Strays({ table, home, secret, known, startedUpTo: loss.startTicks, claimed });
  const users = userIdsOf(state.instances.values());
  const notices = claimStrays({ journal, table, plan, strays: strays.of(users) });
  return { plan, notices: [...notices, ...writerNotices({ journal, home, strays, users })], strays };
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
 * The claims of an older OPM, with start times as its time namespace showed them. From here on they are independent of
 * the namespace.
 */
function claimsAnew(
  table: ProcessTable,
  instances: Iterable<LedgerInstance>,
  liveness: (identity: Identity) => Liveness,
): Fact[] {
  const facts: Fact[] = [];
  for (const instance of instances) {
    const { claim } = instance;
    if (claim === null || liveness(claim.identity) !== 'alive') continue;
    const startTicks = table.stat(claim.identity.pid)?.startTicks;
    if (startTicks === undefined || startTicks === claim.identity.startTicks) continue;
    const identity = { ...claim.identity, startTicks };
    facts.push({ op: 'restate', instance: { ...instance, claim: { ...claim, identity } } });
  }
  return facts;
}

/** Where the restart policy leaves an instance whose process ended while no daemon was watching. */
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
    // It counts as something that ends the app, so stops wait for it too.
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
  // Work that begins during the wait is waited for too.
  for (let done = 0; done < work.length; ) {
    const begun = work.slice(done);
    done = work.length;
    await Promise.all(begun);
  }
}

/** Begins what comes next. A start continues in `work`: a stop need not wait for its readiness. */
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
