import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { existingInstances } from '../../../src/restore/existing-instances.ts';
import { makePlan } from '../../../src/restore/plan.ts';
import { carryOut, commitOrRollBack } from '../../../src/restore/transaction/transaction.ts';
import { CONTEXT, specOf } from '../../ledger/ledger-parts.ts';
import { FleetInMemory } from '../../supervise/fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('rolling');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

const app = (count: number, overrides: Partial<InstanceSpec> = {}, name = 'api') =>
  Array.from({ length: count }, (_, instance) => specOf({ name, instance, minUptimeMs: 100, ...overrides }));

const OPTIONS = {
  keepGoing: false,
  timeoutMs: 60_000,
  cancelled: new AbortController().signal,
  emit: () => {},
};

function restore(
  fleet: FleetInMemory,
  specs: InstanceSpec[],
  options: { keepGoing?: boolean; timeoutMs?: number; maxStarting?: number } = {},
) {
  const { maxStarting = 64, ...rest } = options;
  const plan = makePlan({
    wanted: specs.map((spec) => ({ spec, want: 'running', inheritedEnv: {} })),
    existing: existingInstances(fleet),
    prune: false,
  });
  const context = { ...CONTEXT, settings: { ...CONTEXT.settings, maxStarting } };
  return fleet.run(carryOut(fleet, plan, context, { ...OPTIONS, ...rest }));
}

/** How few instances were ready at the worst moment, from now on. */
function fewestReady(fleet: FleetInMemory): () => number {
  let fewest = Number.POSITIVE_INFINITY;
  const count = (but: number | null) => {
    const ready = [...fleet.journal.state.instances.keys()].filter(
      (id) => id !== but && fleet.supervisor.get(id).status === 'online',
    );
    fewest = Math.min(fewest, ready.length);
  };
  fleet.machine.beforeSignal = (id, signal) => {
    if (signal !== 'SIGCONT') count(id);
  };
  fleet.machine.beforeSpawn = () => count(null);
  return () => fewest;
}

const commands = (fleet: FleetInMemory) =>
  [...fleet.journal.state.instances.values()].map(({ spec }) => spec.argv.join(' '));

test('several instances of an app are replaced one by one, in order', async ({ fleet }) => {
  await restore(fleet, app(4));
  const fewest = fewestReady(fleet);
  const { outcome, started } = await restore(fleet, app(4, { argv: ['new'] }));
  assert.equal([outcome, fewest()], ['committed', 3]);
  assert.equal(
    started.map(({ instance }) => instance),
    [0, 1, 2, 3],
  );
});

test('update.parallel sets how many at once', async ({ fleet }) => {
  await restore(fleet, app(6));
  const fewest = fewestReady(fleet);
  await restore(fleet, app(6, { argv: ['new'], update: { parallel: 2 } }));
  assert.is(fewest(), 4);
});

test('another value of update.parallel alone replaces nothing', async ({ fleet }) => {
  await restore(fleet, app(2));
  const before = fleet.machine.spawned.length;
  await restore(fleet, app(2, { update: { parallel: 2 } }));
  assert.is(fleet.machine.spawned.length, before);
});

test('new instances are ready before the first old one is stopped', async ({ fleet }) => {
  await restore(fleet, app(2));
  const fewest = fewestReady(fleet);
  await restore(fleet, app(4, { argv: ['new'] }));
  assert.is(fewest(), 2);
});

test('a failing instance ends the round, and replaced ones are rolled back one by one', async ({ fleet }) => {
  await restore(fleet, app(4));
  const before = fleet.machine.living().map(({ pid }) => pid);
  const fewest = fewestReady(fleet);
  const count = fleet.machine.beforeSpawn;
  fleet.machine.beforeSpawn = (request) => {
    count(request);
    const isBad = request.env.OPM_INSTANCE === '2' && request.argv0 === 'new';
    fleet.behave('api', isBad ? { endsAfterMs: 10, exitCode: 3 } : {});
  };
  const { outcome, reason, warnings } = await restore(fleet, app(4, { argv: ['new'] }));
  assert.equal([outcome, reason, warnings], ['rolled-back', '"api" exited with code 3', []]);
  assert.is(fewest(), 3);
  assert.equal(new Set(commands(fleet)), new Set(['sleep 60']));
  // The last one was never touched.
  assert.ok(fleet.machine.living().some(({ pid }) => pid === before[3]));
  assert.is(fleet.machine.living().length, 4);
});

test('with --keep-going, a failure leaves the remaining instances alone', async ({ fleet }) => {
  await restore(fleet, app(4));
  const before = fleet.machine.living().map(({ pid }) => pid);
  fleet.behave('api', { endsAfterMs: 10, exitCode: 3 });
  const { outcome, failed } = await restore(fleet, app(4, { argv: ['new'] }), { keepGoing: true });
  assert.equal([outcome, failed.length], ['partial', 4]);
  assert.match(failed[1]!.reason, /left as it is/);
  const living = new Set(fleet.machine.living().map(({ pid }) => pid));
  for (const pid of before.slice(1)) assert.ok(living.has(pid));
  assert.equal(commands(fleet), ['new', 'sleep 60', 'sleep 60', 'sleep 60']);
  fleet.behave('api', {});
  assert.is((await restore(fleet, app(4, { argv: ['new'] }))).outcome, 'committed');
  assert.equal(new Set(commands(fleet)), new Set(['new']));
});

test('a rollback that a dead daemon left unfinished is finished by the next one', async ({ fleet }) => {
  await restore(fleet, app(3));
  fleet.machine.beforeSpawn = (request) => {
    const isBad = request.env.OPM_INSTANCE === '2' && request.argv0 === 'new';
    fleet.behave('api', isBad ? { endsAfterMs: 10, exitCode: 3 } : {});
  };
  const plan = makePlan({
    wanted: app(3, { argv: ['new'] }).map((spec) => ({ spec, want: 'running', inheritedEnv: {} })),
    existing: existingInstances(fleet),
    prune: false,
  });
  let isRollingBack = false;
  const emit = ({ kind }: { kind: string }) => {
    if (kind === 'rollback') isRollingBack = true;
  };
  void carryOut(fleet, plan, CONTEXT, { ...OPTIONS, emit }).catch(() => {});
  while (!isRollingBack) await fleet.pass(20);
  await fleet.pass(20);
  fleet.kill();
  const next = new FleetInMemory({ after: fleet });
  try {
    for (const { id, claim } of next.journal.state.instances.values()) {
      if (claim !== null) next.supervisor.adopt(id);
    }
    const { outcome } = await next.run(commitOrRollBack(next, OPTIONS));
    assert.is(outcome, 'rolled-back');
    assert.equal(commands(next), ['sleep 60', 'sleep 60', 'sleep 60']);
    for (const id of next.journal.state.instances.keys()) {
      assert.is(next.supervisor.get(id).status, 'online');
    }
    for (const { claim } of next.journal.state.instances.values()) assert.is(claim?.stale, false);
  } finally {
    await next.close();
  }
});

test('the time-out restarts for each instance that had to wait for its turn', async ({ fleet }) => {
  await restore(fleet, app(5, { minUptimeMs: 500 }));
  const rolled = await restore(fleet, app(5, { minUptimeMs: 500, argv: ['new'] }), { timeoutMs: 1000 });
  assert.is(rolled.outcome, 'committed', rolled.reason ?? '');
  const many = app(20, { minUptimeMs: 500 }, 'many');
  const queued = await restore(fleet, many, { timeoutMs: 1000, maxStarting: 2 });
  assert.is(queued.outcome, 'committed', queued.reason ?? '');
  const slow = app(4, { minUptimeMs: 5000 }, 'slow');
  const late = await restore(fleet, slow, { timeoutMs: 1000, maxStarting: 2 });
  assert.is(late.outcome, 'rolled-back');
});

test.run();
