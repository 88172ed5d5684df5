import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fact } from '../../src/ledger/facts.ts';
import { applyFact, emptyState } from '../../src/ledger/fold.ts';
import { planRecovery, type Rest } from '../../src/ledger/recovery.ts';
import type { Identity, Liveness } from '../../src/runtime/proc/process-table.ts';
import { AT, BOOT, CONTEXT, identityOf, NAMESPACE, opened, specOf } from './ledger-parts.ts';

const define: Fact = { op: 'define', id: 0, spec: specOf(), env: null, pluginEnv: [] };
const wanted: Fact = { op: 'want', id: 0, want: 'running' };
const intended: Fact = { op: 'intent', id: 0, token: 't', restart: false, at: AT };
const offsets = { out: 0, err: 0 };
const claimed: Fact = {
  op: 'claim',
  id: 0,
  token: 't',
  identity: identityOf(7),
  logOffsets: offsets,
  at: AT,
};
const exit = { code: 1, signal: null, unknown: false, reason: null };

function recover(
  facts: Fact[],
  options: {
    liveness?: Liveness;
    bearers?: [string, { identity: Identity; sessionLeader: boolean }[]][];
    bootId?: string;
    pidNamespace?: string;
    rest?: Rest;
    fresh?: boolean;
    lost?: boolean;
  } = {},
) {
  const state = emptyState();
  for (const fact of facts) applyFact(state, fact);
  return planRecovery({
    state,
    bootId: options.bootId ?? BOOT,
    pidNamespace: options.pidNamespace ?? NAMESPACE,
    liveness: () => options.liveness ?? 'dead',
    bearers: new Map(options.bearers ?? []),
    restAfterUnseenExit: () => options.rest ?? null,
    fresh: options.fresh ?? false,
    lost: options.lost ?? false,
    at: AT,
  });
}

test('a live claimed process is adopted, and nothing else is done', () => {
  const plan = recover([opened(), define, wanted, intended, claimed], { liveness: 'alive' });
  assert.equal(plan.adopt, [0]);
  assert.equal([plan.facts, plan.stop, plan.followUps, plan.leftovers], [[], [], [], []]);
});

test('a live process is not stopped because the line that wants it is missing', () => {
  const plan = recover([opened(), define, intended, claimed], { liveness: 'alive', lost: true });
  assert.equal([plan.adopt, plan.stop, plan.facts], [[0], [], [wanted]]);
  const whole = recover([opened(), define, intended, claimed], { liveness: 'alive' });
  assert.equal(whole.stop, [{ id: 0, followUp: 'rest' }]);
});

test('a stop that was under way is completed although lines are missing', () => {
  const stop: Fact = { op: 'stop', id: 0, afterwards: 'stay', at: AT };
  const facts = [opened(), define, intended, claimed, stop];
  const plan = recover(facts, { liveness: 'alive', lost: true });
  assert.equal(plan.stop, [{ id: 0, followUp: 'rest' }]);
});

test('a dead claimed process is released, and the restart policy decides', () => {
  const plan = recover([opened(), define, wanted, intended, claimed]);
  assert.is(plan.facts[0]?.op, 'release');
  assert.equal(plan.followUps, [{ id: 0, followUp: 'resume' }]);
});

test('an instance that must not be restarted rests, and the release records how and why', () => {
  const rest = { settled: 'errored', reason: 'it may not be restarted' } as const;
  for (const bearers of [[], [['t', [{ identity: identityOf(8), sessionLeader: false }]]]] as const) {
    const plan = recover([opened(), define, wanted, intended, claimed], {
      rest,
      bearers: [...bearers] as [],
    });
    const release = plan.facts[0] ?? plan.leftovers[0]?.release;
    assert.equal(release?.op === 'release' && [release.settled, release.exit.reason], Object.values(rest));
    assert.equal(
      [plan.followUps, plan.leftovers.map(({ followUp }) => followUp)],
      [[], bearers.map(() => 'rest')],
    );
  }
});

test('children of a dead process are ended before its claim is released', () => {
  const child = { identity: identityOf(8), sessionLeader: true };
  const plan = recover([opened(), define, wanted, intended, claimed], { bearers: [['t', [child]]] });
  assert.equal(plan.facts, []);
  assert.is(plan.leftovers[0]?.token, 't');
  assert.is(plan.leftovers[0]?.followUp, 'resume');
});

test('an intent whose process exists is claimed and adopted', () => {
  const bearer = { identity: identityOf(9), sessionLeader: true };
  const plan = recover([opened(), define, wanted, intended], { bearers: [['t', [bearer]]] });
  assert.equal(plan.adopt, [0]);
  assert.is(plan.facts[0]?.op, 'claim');
});

test('an intent of which only children without a session of their own live is not claimed', () => {
  const bearer = { identity: identityOf(9), sessionLeader: false };
  const plan = recover([opened(), define, wanted, intended], { bearers: [['t', [bearer]]] });
  assert.equal(plan.adopt, []);
  assert.is(plan.leftovers.length, 1);
});

test('an intent without a process is void, and the start is carried out whatever the policy', () => {
  const plan = recover([opened(), define, wanted, intended]);
  assert.is(plan.facts[0]?.op, 'release');
  assert.equal(plan.followUps, [{ id: 0, followUp: 'start' }]);
});

test('an instance in backoff is started', () => {
  const release: Fact = { op: 'release', id: 0, token: 't', exit, settled: null, at: AT };
  assert.equal(recover([opened(), define, wanted, intended, claimed, release]).followUps, [
    { id: 0, followUp: 'start' },
  ]);
});

test('an instance that was given up or is done stays as it is', () => {
  for (const settled of ['stopped', 'errored'] as const) {
    const release: Fact = { op: 'release', id: 0, token: 't', exit, settled, at: AT };
    assert.equal(recover([opened(), define, wanted, intended, claimed, release]).followUps, []);
  }
});

test('after a reboot, every claim ends and nothing is started', () => {
  const plan = recover([opened(), define, wanted, intended, claimed], { bootId: 'boot-b' });
  assert.is(plan.facts[0]?.op, 'release');
  assert.equal([plan.adopt, plan.followUps, plan.leftovers], [[], [], []]);
});

test('after a clean exit, nothing is started', () => {
  const release: Fact = { op: 'release', id: 0, token: 't', exit, settled: 'stopped', at: AT };
  const facts = [opened(), define, wanted, intended, claimed, { op: 'close', at: AT } as Fact];
  assert.equal(recover([...facts, release]).followUps, []);
  assert.equal(recover(facts).followUps, [], 'also when the stop was cut off');
});

test('a stop in progress is finished', () => {
  const stopping: Fact = { op: 'stop', id: 0, afterwards: 'stay', at: AT };
  const unwanted: Fact = { op: 'want', id: 0, want: 'stopped' };
  const facts = [opened(), define, wanted, intended, claimed, unwanted, stopping];
  assert.equal(recover(facts, { liveness: 'alive' }).stop, [{ id: 0, followUp: 'rest' }]);
  assert.equal(recover(facts).followUps, []);
});

test('a restart in progress is finished, even if the process is already gone', () => {
  const stopping: Fact = { op: 'stop', id: 0, afterwards: 'start', at: AT };
  const facts = [opened(), define, wanted, intended, claimed, stopping];
  assert.equal(recover(facts, { liveness: 'alive' }).stop, [{ id: 0, followUp: 'start' }]);
  assert.equal(recover(facts).followUps, [{ id: 0, followUp: 'start' }]);
});

test('a removal in progress is finished', () => {
  const unwanted: Fact = { op: 'want', id: 0, want: 'stopped' };
  const stopping: Fact = { op: 'stop', id: 0, afterwards: 'forget', at: AT };
  const facts = [opened(), define, wanted, intended, claimed, unwanted, stopping];
  assert.equal(recover(facts, { liveness: 'alive' }).stop, [{ id: 0, followUp: 'forget' }]);
  assert.equal(recover(facts).followUps, [{ id: 0, followUp: 'forget' }]);
  const release: Fact = { op: 'release', id: 0, token: 't', exit, settled: 'stopped', at: AT };
  assert.equal(
    recover([...facts, release]).followUps,
    [{ id: 0, followUp: 'forget' }],
    'its process has ended',
  );
});

test('a removal is cancelled when the instance is wanted again', () => {
  const unwanted: Fact = { op: 'want', id: 0, want: 'stopped' };
  const stopping: Fact = { op: 'stop', id: 0, afterwards: 'forget', at: AT };
  const release: Fact = { op: 'release', id: 0, token: 't', exit, settled: 'stopped', at: AT };
  const facts = [opened(), define, wanted, intended, claimed, unwanted, stopping];
  assert.equal(recover([...facts, release, wanted]).followUps, [{ id: 0, followUp: 'start' }]);
  assert.equal(recover([...facts, wanted], { liveness: 'alive' }).stop, []);
});

test('instances of an open restore are adopted and left to it', () => {
  const steps = { define: [], start: [0], replace: [], stop: [] };
  const begin: Fact = { op: 'begin', restore: 'r', context: CONTEXT, steps, keepGoing: false, at: AT };
  const facts = [opened(), begin, define, wanted, intended, claimed];
  assert.equal(recover(facts, { liveness: 'alive' }).adopt, [0]);
  const dead = recover(facts);
  assert.equal([dead.followUps, dead.facts.length], [[], 1]);
});

test('a live process in another PID namespace fences its instance', () => {
  const facts = [opened({ pidNamespace: '55' }), define, wanted, intended, claimed];
  const plan = recover(facts, { liveness: 'unverifiable' });
  assert.is(plan.unverifiable[0]?.id, 0);
  assert.match(plan.unverifiable[0]?.reason ?? '', /another PID namespace/);
  assert.equal([plan.adopt, plan.followUps, plan.facts], [[], [], []]);
});

test('claims in another PID namespace are void if its first process was the dead owner, or on demand', () => {
  const other = identityOf(7, { pidNamespace: '55' });
  const claim: Fact = { ...claimed, identity: other } as Fact;
  const byInit = [opened({ pidNamespace: '55' }, true), define, wanted, intended, claim];
  assert.equal(recover(byInit, { liveness: 'unverifiable' }).followUps, [{ id: 0, followUp: 'resume' }]);
  const byOther = [opened({ pidNamespace: '55' }), define, wanted, intended, claim];
  assert.equal(recover(byOther, { liveness: 'unverifiable', fresh: true }).followUps, [
    { id: 0, followUp: 'resume' },
  ]);
});

test('a start announced in another PID namespace that may still live fences its instance', () => {
  const facts = [opened({ pidNamespace: '55' }), define, wanted, intended];
  assert.is(recover(facts).unverifiable.length, 1);
});

test.run();
