import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dependencyLevels, withDependencies } from '../../src/restore/dependency-order.ts';
import {
  type ExistingInstance,
  keyOf,
  makePlan,
  selectOnly,
  specOf,
  type WantedInstance,
} from '../../src/restore/plan.ts';
import { specOf as newSpec } from '../ledger/ledger-parts.ts';

const name = fc.constantFrom('a', 'b', 'c');
const spec = fc
  .record({ name, instance: fc.nat(2), argv: fc.constantFrom<string[]>(['sleep', '1'], ['sleep', '2']) })
  .map((part) => newSpec(part));
const wantedInstance: fc.Arbitrary<WantedInstance> = fc.record({
  spec,
  want: fc.constantFrom('running', 'running', 'stopped'),
  inheritedEnv: fc.constant({}),
  pluginEnv: fc.constantFrom([], ['SECRET']),
});
const unique = <Value>(of: (value: Value) => string) => ({ selector: of, maxLength: 9 });
const wantedSet = fc.uniqueArray(
  wantedInstance,
  unique(({ spec: one }) => keyOf(one)),
);
const existingSet = fc
  .uniqueArray(
    fc.record({
      spec,
      actual: fc.constantFrom('running', 'satisfied', 'resting'),
      pluginEnv: fc.constant<string[]>([]),
    }),
    unique(({ spec: one }) => keyOf(one)),
  )
  .map((all) => all.map((one, id) => ({ ...one, id }) as ExistingInstance));

/** What the machine looks like once every step has succeeded. */
function applyPlan(existing: ExistingInstance[], plan: ReturnType<typeof makePlan>): ExistingInstance[] {
  const byId = new Map(existing.map((instance) => [instance.id, instance]));
  let nextId = existing.length;
  for (const step of plan) {
    if (step.kind === 'keep') continue;
    if (step.kind === 'stop') byId.delete(step.id);
    else {
      const id = step.kind === 'define' || step.id === null ? nextId++ : step.id;
      const actual = step.kind === 'define' ? 'resting' : 'running';
      byId.set(id, { id, spec: step.wanted.spec, pluginEnv: step.wanted.pluginEnv ?? [], actual });
    }
  }
  return [...byId.values()];
}

test('a plan applied to a state gives a state whose plan is empty', () => {
  fc.assert(
    fc.property(wantedSet, existingSet, fc.boolean(), (wanted, existing, prune) => {
      const after = applyPlan(existing, makePlan({ wanted, existing, prune }));
      const again = makePlan({ wanted, existing: after, prune });
      assert.equal(
        again.filter(({ kind }) => kind !== 'keep'),
        [],
      );
    }),
  );
});

test('every wanted instance gets exactly one step, and no instance gets two', () => {
  fc.assert(
    fc.property(wantedSet, existingSet, fc.boolean(), (wanted, existing, prune) => {
      const plan = makePlan({ wanted, existing, prune });
      const keys = plan.map((step) => keyOf(specOf(step)));
      assert.is(new Set(keys).size, keys.length);
      for (const { spec: one } of wanted) assert.ok(keys.includes(keyOf(one)));
    }),
  );
});

test('without prune, apps that are not wanted are left alone', () => {
  fc.assert(
    fc.property(wantedSet, existingSet, (wanted, existing) => {
      const names = new Set(wanted.map(({ spec: one }) => one.name));
      const plan = makePlan({ wanted, existing, prune: false });
      for (const step of plan) if (step.kind === 'stop') assert.ok(names.has(step.spec.name));
    }),
  );
});

test('a changed spec replaces what runs and starts what is stopped', () => {
  const wanted: WantedInstance[] = [{ spec: newSpec({ argv: ['new'] }), want: 'running', inheritedEnv: {} }];
  const planOf = (actual: ExistingInstance['actual']) =>
    makePlan({ wanted, existing: [{ id: 3, spec: newSpec(), pluginEnv: [], actual }], prune: false })[0]
      ?.kind;
  assert.is(planOf('running'), 'replace');
  assert.is(planOf('resting'), 'start');
  assert.is(planOf('satisfied'), 'start');
});

test('an unchanged log file keeps the process, whatever its path was derived from', () => {
  const spec = newSpec({ logs: { out: '/srv/0.log', err: '/dev/null' } });
  const existing: ExistingInstance[] = [{ id: 0, spec, pluginEnv: [], actual: 'running' }];
  const kindFor = (logs: typeof spec.logs) =>
    makePlan({
      wanted: [{ spec: { ...spec, logs }, want: 'running', inheritedEnv: {} }],
      existing,
      prune: false,
    })[0]?.kind;
  assert.is(kindFor({ ...spec.logs, pattern: { out: '/srv/{instance}.log' } }), 'keep');
  assert.is(kindFor({ ...spec.logs, out: '/srv/1.log' }), 'replace');
});

test('a link that leads elsewhere is a planned change, in words', () => {
  const stepFor = (before: Record<string, string> | undefined) => {
    const spec = newSpec({ cwd: '/srv/current' });
    const [step] = makePlan({
      wanted: [
        {
          spec: { ...spec, links: { '/srv/current': '/srv/releases/7' } },
          ...{ want: 'running', inheritedEnv: {} },
        },
      ],
      existing: [
        {
          spec: before === undefined ? spec : { ...spec, links: before },
          ...{ id: 0, pluginEnv: [], actual: 'running' },
        },
      ],
      prune: false,
    });
    return [step?.kind, step?.kind === 'replace' && step.change];
  };
  assert.equal(stepFor({ '/srv/current': '/srv/releases/6' }), ['replace', 'current → releases/7']);
  assert.equal(stepFor({ '/srv/current': '/srv/releases/7' }), ['keep', false]);
  // An older version did not note where its links led.
  assert.equal(stepFor(undefined), ['keep', false]);
});

test('the same app in a file that was moved keeps its process, and its new place is noted', () => {
  const spec = newSpec({ definedIn: '/old.json' });
  const [step] = makePlan({
    wanted: [{ spec: { ...spec, definedIn: '/new.json' }, want: 'running', inheritedEnv: {} }],
    existing: [{ id: 0, spec, pluginEnv: [], actual: 'running' }],
    prune: false,
  });
  assert.is(step?.kind === 'keep' ? step.renewed?.definedIn : step?.kind, '/new.json');
});

test('fewer instances of a wanted app stop the surplus, even without prune', () => {
  const existing: ExistingInstance[] = [0, 1, 2].map((instance) => ({
    id: instance,
    spec: newSpec({ instance }),
    pluginEnv: [],
    actual: 'running',
  }));
  const wanted: WantedInstance[] = [{ spec: newSpec(), want: 'running', inheritedEnv: {} }];
  assert.equal(
    makePlan({ wanted, existing, prune: false }).map(({ kind }) => kind),
    ['keep', 'stop', 'stop'],
  );
});

test('an instance saved as stopped is registered, never started and never stopped', () => {
  const wanted: WantedInstance[] = [{ spec: newSpec(), want: 'stopped', inheritedEnv: {} }];
  assert.is(makePlan({ wanted, existing: [], prune: false })[0]?.kind, 'define');
  const existing: ExistingInstance[] = [{ id: 0, spec: newSpec(), pluginEnv: [], actual: 'running' }];
  assert.is(makePlan({ wanted, existing, prune: true })[0]?.kind, 'keep');
});

test('--only includes dependencies and names unknown apps', () => {
  const wanted = [
    newSpec({ name: 'db' }),
    newSpec({ name: 'api', dependsOn: ['db'] }),
    newSpec({ name: 'web', dependsOn: ['api'] }),
    newSpec({ name: 'other' }),
  ].map((one): WantedInstance => ({ spec: one, want: 'running', inheritedEnv: {} }));
  const { selected, unknown } = selectOnly(wanted, ['api', 'nope']);
  assert.equal(
    selected.map(({ spec: one }) => one.name),
    ['db', 'api'],
  );
  assert.equal(unknown, ['nope']);
});

test('each app is in a later group than its dependencies', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const acyclic = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 15 }).map((edges) =>
    names.map((one, index) => ({
      name: one,
      // Only to apps before it, so there is no cycle.
      dependsOn: edges.filter(([from, to]) => from === index && to < index).map(([, to]) => names[to]!),
    })),
  );
  fc.assert(
    fc.property(acyclic, (apps) => {
      const levels = dependencyLevels(apps);
      const levelOf = new Map(levels.flatMap((level, index) => level.map((one) => [one, index] as const)));
      assert.is(levels.flat().length, names.length);
      for (const { name: one, dependsOn } of apps) {
        for (const dependency of dependsOn) assert.ok(levelOf.get(one)! > levelOf.get(dependency)!);
      }
    }),
  );
});

test('a cycle or an unknown name does not hang the order', () => {
  const apps = [
    { name: 'a', dependsOn: ['b'] },
    { name: 'b', dependsOn: ['a', 'ghost'] },
  ];
  assert.equal(dependencyLevels(apps), [['a', 'b']]);
  assert.equal([...withDependencies(['a'], apps)].sort(), ['a', 'b']);
});

test.run();
