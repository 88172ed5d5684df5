import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fact } from '../../src/ledger/facts.ts';
import { applyFact, emptyState, type LedgerState, restate } from '../../src/ledger/fold.ts';
import { AT, anyFact, CONTEXT, identityOf, opened, specOf } from './ledger-parts.ts';

/** Through JSON, as facts come from a file: nothing shared, nothing undefined. */
function foldAll(facts: Fact[], state: LedgerState = emptyState()): LedgerState {
  for (const fact of facts) applyFact(state, JSON.parse(JSON.stringify(fact)) as Fact);
  return state;
}

function define(id: number, name = 'api'): Fact {
  return { op: 'define', id, spec: specOf({ name }), env: null, pluginEnv: [] };
}

test('compaction at any point preserves the state', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 60 }), fc.nat(), (facts, cut) => {
      const at = facts.length === 0 ? 0 : cut % facts.length;
      const state = foldAll(facts.slice(0, at));
      const compacted = foldAll(restate(state));
      assert.equal(foldAll(facts.slice(at), compacted), foldAll(facts.slice(at), state));
    }),
  );
});

test('compaction drops unused environments, from the state too, and keeps those that a rollback needs', () => {
  const env = (key: string): Fact => ({ op: 'env', key, vars: { KEY: key } });
  const defined = (id: number, key: string): Fact => ({ ...define(id), env: key }) as Fact;
  const steps = { define: [], start: [], replace: [1], stop: [] };
  const state = foldAll([
    opened(),
    ...['unused', 'used', 'forgotten', 'before', 'after'].map(env),
    defined(0, 'used'),
    defined(1, 'before'),
    defined(2, 'forgotten'),
    { op: 'forget', id: 2 },
    { op: 'begin', restore: 'r', context: CONTEXT, steps, keepGoing: false, at: AT },
    defined(1, 'after'),
  ]);
  const facts = restate(state);
  const kept = ['used', 'before', 'after'];
  assert.equal(
    facts.flatMap((fact) => (fact.op === 'env' ? fact.key : [])),
    kept,
  );
  assert.equal([...state.envs.keys()], kept, 'a new instance must not refer to what the file no longer has');
});

test('no order of facts gives an instance two owners of its process', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 60 }), (facts) => {
      const state = foldAll(facts);
      for (const [id, instance] of state.instances) {
        assert.is(instance.id, id);
        assert.ok(id < state.nextId, 'ids are never given out again');
      }
    }),
  );
});

test('an id is not reused after its instance was forgotten', () => {
  const state = foldAll([define(4), { op: 'forget', id: 4 }]);
  assert.is(state.nextId, 5);
  assert.is(state.instances.size, 0);
});

test('a new boot and a clean exit make every instance dormant, until a start', () => {
  const started: Fact[] = [opened(), define(0), { op: 'want', id: 0, want: 'running' }];
  assert.is(foldAll(started).instances.get(0)?.dormant, false);
  assert.is(foldAll([...started, opened()]).instances.get(0)?.dormant, false);
  assert.is(foldAll([...started, opened({ bootId: 'boot-b' })]).instances.get(0)?.dormant, true);
  const closed: Fact[] = [...started, { op: 'close', at: AT }];
  assert.is(foldAll(closed).instances.get(0)?.dormant, true);
  assert.is(foldAll([...closed, { op: 'want', id: 0, want: 'running' }]).instances.get(0)?.dormant, false);
});

test('a release of another token changes nothing', () => {
  const facts: Fact[] = [
    opened(),
    define(0),
    { op: 'intent', id: 0, token: 'new', restart: false, at: AT },
    { op: 'claim', id: 0, token: 'new', identity: identityOf(7), logOffsets: { out: 0, err: 0 }, at: AT },
  ];
  const exit = { code: 0, signal: null, unknown: false, reason: null };
  const late: Fact = { op: 'release', id: 0, token: 'old', exit, settled: 'stopped', at: AT };
  assert.is(foldAll([...facts, late]).instances.get(0)?.claim?.token, 'new');
});

test('a restore keeps the previous state of everything it touches until it has ended', () => {
  const steps = { define: [], start: [1], replace: [0], stop: [] };
  const begun: Fact[] = [
    opened(),
    define(0, 'old'),
    { op: 'want', id: 0, want: 'running' },
    { op: 'begin', restore: 'r', context: CONTEXT, steps, keepGoing: false, at: AT },
    define(0, 'new'),
    define(1, 'other'),
  ];
  const { restore } = foldAll(begun);
  assert.is(restore?.before[0]?.spec.name, 'old');
  assert.is(restore?.before[0]?.ran, true);
  assert.is(restore?.before[1], null);
  assert.is(foldAll([...begun, { op: 'commit', restore: 'another', at: AT }]).restore?.id, 'r');
  const committed = foldAll([...begun, { op: 'commit', restore: 'r', at: AT }]);
  assert.is(committed.restore, null);
  assert.equal(committed.context, CONTEXT);
});

test('a process with an older spec than the defined one is stale', () => {
  const facts: Fact[] = [
    opened(),
    define(0),
    { op: 'claim', id: 0, token: 't', identity: identityOf(7), logOffsets: { out: 0, err: 0 }, at: AT },
  ];
  assert.is(foldAll(facts).instances.get(0)?.claim?.stale, false);
  assert.is(foldAll([...facts, define(0, 'changed')]).instances.get(0)?.claim?.stale, true);
});

test('what was lost is remembered for this boot, until the next loss', () => {
  const lost = (pid: number, overrides = {}): Fact =>
    ({ ...opened({ pid, startTicks: pid, ...overrides }), lost: true }) as Fact;
  const state = foldAll([lost(10), opened({ pid: 20, startTicks: 20 })]);
  assert.equal(state.loss, { bootId: 'boot-a', startTicks: 10 });
  assert.equal(foldAll(restate(state)).loss, state.loss);
  assert.equal(foldAll([lost(30)], state).loss?.startTicks, 30);
  assert.is(foldAll([opened({ bootId: 'boot-b' })], state).loss, null);
});

test('a claim keeps whom its process was started as, and takes it from no other start', () => {
  const claim = (token: string): Fact => ({
    ...{ op: 'claim', id: 0, token, identity: identityOf(5), logOffsets: { out: 0, err: 0 }, at: AT },
  });
  const intent = (token: string, userId?: number): Fact => ({
    ...{ op: 'intent', id: 0, token, restart: false, at: AT, ...(userId === undefined ? {} : { userId }) },
  });
  const userIdOf = (...facts: Fact[]) =>
    foldAll([opened(), define(0), ...facts]).instances.get(0)?.claim?.userId;
  assert.is(userIdOf(intent('t', 7), claim('t')), 7);
  assert.is(userIdOf(intent('t', 7), claim('t'), claim('t')), 7);
  assert.is(userIdOf(intent('t', 7), claim('t'), intent('u'), claim('u')), undefined);
});

test.run();
