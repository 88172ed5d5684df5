import type { Identity, Liveness } from '../runtime/proc/process-table.ts';
import type { Afterwards, Exit, Fact, LedgerInstance, Settled } from './facts.ts';
import type { LedgerState } from './fold.ts';

/** What happens to an instance that no longer has a process. */
export type FollowUp = 'start' | 'resume' | 'forget' | 'rest';

/** What a new daemon does about each instance, decided from the ledger and the process table alone. */
export interface RecoveryPlan {
  /** What has become of claims and intents; to be recorded before anything is done. */
  facts: Fact[];
  /** Their process is alive. */
  adopt: number[];
  /** Adopted, but a stop or a restart was in progress: to be stopped, then followed up. */
  stop: { id: number; followUp: FollowUp }[];
  /** They have no living process. `resume`: the restart policy decides; `start`: a start was in progress. */
  followUps: { id: number; followUp: FollowUp }[];
  /** Their process has ended but left others running: to be ended, then released, then followed up. */
  leftovers: { id: number; token: string; release: Fact; followUp: FollowUp }[];
  /** Their process cannot be verified, so nothing may be started in its place. */
  unverifiable: { id: number; reason: string }[];
}

/** Where the restart policy lets an instance rest, and why. */
export interface Rest {
  settled: Settled;
  reason: string | null;
}

/** An exit that nobody saw. */
export const UNSEEN_EXIT: Exit = { code: null, signal: null, unknown: true, reason: null };

/**
 * Decides how to carry on from a dead daemon's ledger. Pure.
 *
 * In a new boot nothing is started: `opm restore` does that. In the same boot what was wanted comes back: survivors
 * are adopted, the rest follows its restart policy. Instances of an open restore are only adopted; finishing the
 * restore itself is a later step.
 *
 * @param options.state the ledger before this daemon's own `open`
 * @param options.liveness whether a claimed process is alive
 * @param options.bearers the live processes that carry the token of an intent or of a dead claim, oldest first
 * Where lines are missing, one that says that an instance is wanted may be among them: a live process is stopped only if
 * its stop was under way.
 *
 * @param options.fresh discard what another PID namespace claimed (`opm daemon run --fresh`)
 */
export function planRecovery(options: {
  state: LedgerState;
  bootId: string;
  pidNamespace: string;
  liveness: (identity: Identity) => Liveness;
  bearers: Map<string, { identity: Identity; sessionLeader: boolean }[]>;
  restAfterUnseenExit: (instance: LedgerInstance) => Rest | null;
  fresh: boolean;
  /** Lines of the ledger are missing. */
  lost: boolean;
  at: string;
}): RecoveryPlan {
  const { state, at } = options;
  const plan: RecoveryPlan = {
    facts: [],
    adopt: [],
    stop: [],
    followUps: [],
    leftovers: [],
    unverifiable: [],
  };
  const sameBoot = (state.owners.at(-1)?.bootId ?? options.bootId) === options.bootId;
  const inRestore = new Set(Object.keys(state.restore?.before ?? {}).map(Number));
  for (const instance of state.instances.values()) {
    const { id, stopping } = instance;
    const busy = inRestore.has(id);
    const wanted = instance.want === 'running' && sameBoot && !instance.dormant && !busy;
    const found = examine(instance, options);
    switch (found.kind) {
      case 'alive':
        if (found.claim !== null) plan.facts.push(found.claim);
        plan.adopt.push(id);
        if (options.lost && !busy && instance.want === 'stopped' && stopping === null) {
          plan.facts.push({ op: 'want', id, want: 'running' });
          break;
        }
        if (!busy && (instance.want === 'stopped' || stopping !== null)) {
          const followUp = followUpOf(wanted, stopping, true);
          const rests = stopping === 'judge' && followUp === 'start' && options.restAfterUnseenExit(instance);
          plan.stop.push({ id, followUp: rests ? 'rest' : followUp });
        }
        break;
      case 'unverifiable':
        plan.unverifiable.push({ id, reason: found.reason });
        break;
      case 'gone': {
        const { token } = found;
        const decided = busy ? 'rest' : followUpOf(wanted, stopping, found.neverStarted);
        // Recorded in the release itself: nothing else tells a later daemon whether a job is done or still to be
        // started.
        const rest = decided === 'resume' ? options.restAfterUnseenExit(instance) : null;
        const followUp = rest === null ? decided : 'rest';
        const settled = rest?.settled ?? (wanted ? null : 'stopped');
        const exit = { ...UNSEEN_EXIT, reason: rest?.reason ?? null };
        const release: Fact = { op: 'release', id, token, exit, settled, at };
        if (options.bearers.has(token)) {
          // As long as any process carries the token, the ledger must know it.
          plan.leftovers.push({ id, token, release, followUp });
        } else {
          plan.facts.push(release);
          if (followUp !== 'rest') plan.followUps.push({ id, followUp });
        }
        break;
      }
      case 'none':
        if (stopping === 'forget' && !busy) plan.followUps.push({ id, followUp: 'forget' });
        else if (wanted && instance.settled === null) plan.followUps.push({ id, followUp: 'start' });
    }
  }
  return plan;
}

function followUpOf(wanted: boolean, stopping: Afterwards | null, startWasUnderWay: boolean): FollowUp {
  if (stopping === 'forget') return 'forget';
  if (!wanted) return 'rest';
  return startWasUnderWay || stopping === 'start' ? 'start' : 'resume';
}

type Examined =
  | { kind: 'alive'; claim: Fact | null }
  | { kind: 'gone'; token: string; neverStarted: boolean }
  | { kind: 'unverifiable'; reason: string }
  | { kind: 'none' };

function examine(instance: LedgerInstance, options: Parameters<typeof planRecovery>[0]): Examined {
  const { claim, intent } = instance;
  if (claim !== null) {
    const { token, identity } = claim;
    switch (options.liveness(identity)) {
      case 'alive':
        return { kind: 'alive', claim: null };
      case 'dead':
        return { kind: 'gone', token, neverStarted: false };
      case 'unverifiable':
        if (isVoid(identity.pidNamespace, options)) return { kind: 'gone', token, neverStarted: false };
        return {
          kind: 'unverifiable',
          reason: whyUnverifiable(`process ${identity.pid}`, identity.pidNamespace),
        };
    }
  }
  if (intent === null) return { kind: 'none' };
  const { token, pidNamespace } = intent;
  const bearer = options.bearers.get(token)?.find(({ sessionLeader }) => sessionLeader)?.identity;
  if (bearer !== undefined) {
    const logOffsets = { out: 0, err: 0 };
    return {
      kind: 'alive',
      claim: { op: 'claim', id: instance.id, token, identity: bearer, logOffsets, at: options.at },
    };
  }
  const otherBoot = options.state.owners.at(-1)?.bootId !== options.bootId;
  const canSee = otherBoot || pidNamespace === options.pidNamespace || isVoid(pidNamespace, options);
  return canSee
    ? { kind: 'gone', token, neverStarted: true }
    : { kind: 'unverifiable', reason: whyUnverifiable('a process that was being started', pidNamespace) };
}

/** The kernel ends a PID namespace with its first process: if that was the dead owner, nothing is left of it. */
function isVoid(pidNamespace: string, { state, fresh }: Parameters<typeof planRecovery>[0]): boolean {
  return fresh || state.owners.some((owner) => owner.pidNamespace === pidNamespace && owner.initOfNamespace);
}

function whyUnverifiable(what: string, pidNamespace: string): string {
  return (
    `${what} belongs to another PID namespace (${pidNamespace}) and cannot be verified from here; nothing is ` +
    'started in its place. If that container is gone, run "opm daemon run --fresh"'
  );
}
