import type {
  Before,
  Fact,
  HooksDue,
  LedgerInstance,
  Loss,
  OpenRestore,
  Owner,
  RestoreContext,
  RestoreSteps,
} from './facts.ts';
import { LEDGER_VERSION } from './facts.ts';

/** The state in the ledger: which instances exist, what is wanted of them and who holds which PID. */
export interface LedgerState {
  nextId: number;
  instances: Map<number, LedgerInstance>;
  /** Inherited environments by the hash of their content. */
  envs: Map<string, Record<string, string>>;
  context: RestoreContext | null;
  restore: OpenRestore | null;
  /** Hooks that must still run for a restore. */
  due: HooksDue | null;
  /** One entry per PID namespace that a daemon ran in; the last one opened is at the end. */
  owners: Owner[];
  loss: Loss | null;
}

export function emptyState(): LedgerState {
  return {
    nextId: 0,
    instances: new Map(),
    envs: new Map(),
    context: null,
    restore: null,
    due: null,
    owners: [],
    loss: null,
  };
}

/**
 * Applies one fact to `state`, in place. Otherwise pure: no clock, no I/O. A fact about an instance that does not
 * exist is skipped, so a ledger that lost lines still folds.
 */
export function applyFact(state: LedgerState, fact: Fact): void {
  switch (fact.op) {
    case 'base':
      state.nextId = Math.max(state.nextId, fact.nextId);
      state.context = fact.context;
      state.restore = fact.restore;
      state.owners = [...fact.owners];
      state.due = fact.due ?? null;
      state.loss = fact.loss ?? null;
      return;
    case 'restate':
      state.instances.set(fact.instance.id, structuredClone(fact.instance));
      state.nextId = Math.max(state.nextId, fact.instance.id + 1);
      return;
    case 'open':
      applyOpen(state, fact);
      return;
    case 'close':
      for (const instance of state.instances.values()) instance.dormant = true;
      return;
    case 'env':
      state.envs.set(fact.key, fact.vars);
      return;
    case 'begin':
      state.restore = {
        id: fact.restore,
        context: fact.context,
        steps: fact.steps,
        keepGoing: fact.keepGoing,
        rollingBack: null,
        before: beforeAll(state, fact.steps),
      };
      return;
    case 'commit':
      if (state.restore?.id !== fact.restore) return;
      state.context = state.restore.context;
      state.restore = null;
      endDue(state, fact.restore, 'committed', null);
      return;
    case 'rollback':
      if (state.restore?.id !== fact.restore) return;
      if (fact.phase === 'done') {
        state.restore = null;
        endDue(state, fact.restore, 'rolled-back', fact.reason);
      } else state.restore.rollingBack = { reason: fact.reason, restored: fact.phase === 'restored' };
      return;
    case 'hooks': {
      const { restore, plugins, view, at } = fact;
      state.due = { restore, plugins, view, outcome: null, reason: null, at };
      return;
    }
    case 'told':
      if (state.due?.restore === fact.restore) state.due = null;
      return;
    case 'define':
      applyDefine(state, fact);
      return;
    case 'forget':
      state.instances.delete(fact.id);
      return;
    default:
      applyToInstance(state, fact);
  }
}

function endDue(
  state: LedgerState,
  restore: string,
  outcome: HooksDue['outcome'],
  reason: string | null,
): void {
  if (state.due?.restore === restore) state.due = { ...state.due, outcome, reason };
}

type InstanceFact = Extract<Fact, { op: 'want' | 'intent' | 'claim' | 'online' | 'stop' | 'release' }>;

function applyToInstance(state: LedgerState, fact: InstanceFact): void {
  const instance = state.instances.get(fact.id);
  if (instance === undefined) return;
  switch (fact.op) {
    case 'want':
      instance.want = fact.want;
      instance.dormant = false;
      if (fact.want === 'running') {
        instance.settled = null;
        // Wanting it again takes back its removal.
        if (instance.stopping === 'forget') instance.stopping = null;
      }
      if (fact.resetRestarts) {
        instance.restarts = 0;
        delete instance.causes;
      }
      return;
    case 'intent':
      instance.intent = {
        token: fact.token,
        pidNamespace: state.owners.at(-1)?.pidNamespace ?? '',
        ...userIdOf(fact),
        at: fact.at,
      };
      instance.settled = null;
      instance.stopping = null;
      if (fact.restart) instance.restarts += 1;
      if (fact.restart && fact.cause !== undefined) {
        instance.causes = { ...instance.causes, [fact.cause]: (instance.causes?.[fact.cause] ?? 0) + 1 };
      }
      return;
    case 'claim': {
      const intent = instance.intent?.token === fact.token ? instance.intent : null;
      if (intent !== null) instance.intent = null;
      instance.claim = {
        token: fact.token,
        ...userIdOf(intent ?? (instance.claim?.token === fact.token ? instance.claim : {})),
        identity: fact.identity,
        logOffsets: fact.logOffsets,
        online: false,
        stale: false,
        at: fact.at,
      };
      return;
    }
    case 'online':
      if (instance.claim?.token === fact.token) instance.claim.online = true;
      return;
    case 'stop':
      instance.stopping = fact.afterwards;
      return;
    case 'release':
      if (instance.intent?.token === fact.token) instance.intent = null;
      else if (instance.claim?.token === fact.token) instance.claim = null;
      else return;
      // A removal is over only when it is forgotten: until then other instances of it may be on their way out.
      if (instance.stopping !== 'forget') instance.stopping = null;
      instance.lastExit = { ...fact.exit, at: fact.at };
      instance.settled = fact.settled;
  }
}

function userIdOf({ userId }: { userId?: number }): { userId?: number } {
  return userId === undefined ? {} : { userId };
}

function applyOpen(state: LedgerState, fact: Extract<Fact, { op: 'open' }>): void {
  const { bootId, pidNamespace } = fact.owner;
  const previous = state.owners.at(-1);
  if (previous !== undefined && previous.bootId !== bootId) {
    for (const instance of state.instances.values()) instance.dormant = true;
  }
  if (fact.lost) state.loss = { bootId, startTicks: fact.owner.startTicks };
  else if (state.loss?.bootId !== bootId) state.loss = null;
  const inUse = new Set<string>();
  for (const { claim, intent } of state.instances.values()) {
    if (claim !== null) inUse.add(claim.identity.pidNamespace);
    if (intent !== null) inUse.add(intent.pidNamespace);
  }
  state.owners = state.owners.filter(
    (owner) =>
      owner.bootId === bootId && owner.pidNamespace !== pidNamespace && inUse.has(owner.pidNamespace),
  );
  state.owners.push({ bootId, pidNamespace, initOfNamespace: fact.initOfNamespace });
}

function applyDefine(state: LedgerState, fact: Extract<Fact, { op: 'define' }>): void {
  state.nextId = Math.max(state.nextId, fact.id + 1);
  const known = state.instances.get(fact.id);
  if (known !== undefined) {
    known.spec = fact.spec;
    known.env = fact.env;
    known.pluginEnv = fact.pluginEnv;
    if (known.claim !== null) known.claim.stale = true;
    return;
  }
  state.instances.set(fact.id, {
    id: fact.id,
    spec: fact.spec,
    env: fact.env,
    pluginEnv: fact.pluginEnv,
    want: 'stopped',
    dormant: false,
    restarts: 0,
    intent: null,
    claim: null,
    stopping: null,
    lastExit: null,
    settled: 'stopped',
  });
}

/** How everything that a restore is about to touch stood before, for the way back. */
function beforeAll(state: LedgerState, steps: RestoreSteps): Record<number, Before | null> {
  const before: Record<number, Before | null> = {};
  for (const id of [...steps.define, ...steps.start, ...steps.replace, ...steps.stop]) {
    const instance = state.instances.get(id);
    before[id] = instance === undefined ? null : beforeOf(instance);
  }
  return before;
}

function beforeOf(instance: LedgerInstance): Before {
  return {
    spec: instance.spec,
    env: instance.env,
    pluginEnv: instance.pluginEnv,
    want: instance.want,
    dormant: instance.dormant,
    settled: instance.settled,
    hadProcess: instance.claim !== null || instance.intent !== null,
    ran:
      instance.claim !== null ||
      (instance.want === 'running' && !instance.dormant && instance.settled === null),
  };
}

/**
 * The shortest list of facts that folds to `state`: what compaction writes. Environments that nothing refers to are
 * dropped, from `state` too: it must never believe that the ledger has one when it does not.
 */
export function restate(state: LedgerState): Fact[] {
  const inUse = new Set<string | null>();
  for (const { env } of state.instances.values()) inUse.add(env);
  for (const before of Object.values(state.restore?.before ?? {})) inUse.add(before?.env ?? null);
  for (const key of state.envs.keys()) if (!inUse.has(key)) state.envs.delete(key);
  return [
    {
      op: 'base',
      version: LEDGER_VERSION,
      nextId: state.nextId,
      context: state.context,
      restore: structuredClone(state.restore),
      owners: state.owners,
      due: state.due,
      ...(state.loss === null ? {} : { loss: state.loss }),
    },
    ...[...state.envs].map(([key, vars]): Fact => ({ op: 'env', key, vars })),
    ...[...state.instances.values()].map((instance): Fact => ({ op: 'restate', instance })),
  ];
}
