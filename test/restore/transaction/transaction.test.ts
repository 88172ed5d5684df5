import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import type { RestoreEvent } from '../../../src/protocol/restore-report.ts';
import { existingInstances } from '../../../src/restore/existing-instances.ts';
import { makePlan } from '../../../src/restore/plan.ts';
import { carryOut, commitOrRollBack } from '../../../src/restore/transaction/transaction.ts';
import { CONTEXT, specOf } from '../../ledger/ledger-parts.ts';
import { FleetInMemory, FullDisk } from '../../supervise/fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('transaction');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

interface Options {
  keepGoing?: boolean;
  prune?: boolean;
  timeoutMs?: number;
  cancelled?: AbortSignal;
  attempts?: number;
}

const app = (name: string, overrides: Partial<InstanceSpec> = {}) => specOf({ name, ...overrides });

function restore(fleet: FleetInMemory, specs: InstanceSpec[], options: Options = {}) {
  const events: RestoreEvent[] = [];
  const plan = makePlan({
    wanted: specs.map((spec) => ({ spec, want: 'running', inheritedEnv: {} })),
    existing: existingInstances(fleet),
    prune: options.prune ?? false,
  });
  const settings = { ...CONTEXT.settings, attempts: options.attempts ?? 1 };
  const work = carryOut(
    fleet,
    plan,
    { ...CONTEXT, settings },
    {
      keepGoing: options.keepGoing ?? false,
      timeoutMs: options.timeoutMs ?? 60_000,
      cancelled: options.cancelled ?? new AbortController().signal,
      emit: (event) => events.push(event),
    },
  );
  return { events, result: fleet.run(work) };
}

/** Every instance that the ledger knows: its name, what it is, and its process. */
function stand(fleet: FleetInMemory) {
  return [...fleet.journal.state.instances.values()].map(({ id, spec }) => {
    const { status, alive } = fleet.supervisor.get(id);
    return `${spec.name}:${spec.instance} ${spec.argv.join(' ')} ${status} ${alive?.identity.pid ?? '-'}`;
  });
}

test('a restore is in the ledger before anything is started, and committed when everything is ready', async ({
  fleet,
}) => {
  const from = fleet.facts().length;
  const { result } = restore(fleet, [app('a'), app('b', { dependsOn: ['a'] })]);
  const { outcome, started } = await result;
  assert.is(outcome, 'committed');
  assert.equal(
    started.map(({ name }) => name),
    ['a', 'b'],
  );
  const ops = fleet.ops(from);
  assert.equal(ops.slice(0, 6), ['env', 'begin', 'define', 'want', 'define', 'want']);
  assert.is(ops.at(-1), 'commit');
  assert.is(fleet.journal.state.restore, null);
});

test('dependents are started once their dependencies are ready', async ({ fleet }) => {
  const { events, result } = restore(fleet, [
    app('web', { dependsOn: ['api'] }),
    app('api', { dependsOn: ['db'], minUptimeMs: 200 }),
    app('db', { minUptimeMs: 100 }),
  ]);
  await result;
  const steps = events.flatMap((event) => (event.kind === 'step' ? [`${event.name} ${event.status}`] : []));
  assert.equal(steps, [
    'db starting',
    'db online',
    'api starting',
    'api online',
    'web starting',
    'web online',
  ]);
});

test('a restore reports processes that it had to kill, whether replaced or stopped', async ({ fleet }) => {
  for (const name of ['deaf', 'gone']) fleet.behave(name, { ignoresSigterm: true });
  await restore(fleet, [app('deaf'), app('gone')]).result;
  const { events, result } = restore(fleet, [app('deaf', { argv: ['new'] })], { prune: true });
  const { outcome, warnings } = await result;
  assert.is(outcome, 'committed');
  const forced = 'did not end within 1 s of SIGTERM and was killed';
  assert.equal(warnings, [`"gone" ${forced}`, `"deaf" ${forced}`]);
  assert.is(events.filter(({ kind }) => kind === 'warning').length, 2);
});

test('if one of many fails, nothing is left of the others', async ({ fleet }) => {
  fleet.behave('bad', { endsAfterMs: 50, exitCode: 9 });
  const good = Array.from({ length: 20 }, (_, number) => app(`good-${number}`, { minUptimeMs: 500 }));
  const { result } = restore(fleet, [...good, app('bad', { minUptimeMs: 100 })]);
  const { outcome, reason, failed, started } = await result;
  assert.equal([outcome, started], ['rolled-back', []]);
  assert.is(reason, '"bad" exited with code 9');
  assert.equal(
    failed.map(({ name }) => name),
    ['bad'],
  );
  assert.equal([fleet.machine.living(), fleet.journal.state.instances.size], [[], 0]);
});

test('a rollback puts back what was replaced and leaves alone what was kept', async ({ fleet }) => {
  await restore(fleet, [app('kept'), app('replaced'), app('surplus')]).result;
  const before = stand(fleet);
  fleet.behave('bad', { obstacle: 'Cannot start "bad": no such folder' });
  const { result } = restore(
    fleet,
    [app('kept'), app('replaced', { argv: ['new'] }), app('bad', { dependsOn: ['replaced'] })],
    { prune: true },
  );
  const { outcome, reason, warnings } = await result;
  assert.equal([outcome, warnings], ['rolled-back', []]);
  assert.is(reason, 'Cannot start "bad": no such folder');
  const pid = /\d+$/;
  assert.equal(
    stand(fleet).map((line) => line.replace(pid, '')),
    before.map((line) => line.replace(pid, '')),
  );
  assert.is(stand(fleet)[0], before[0]);
});

test('with keepGoing, what fails is named, and the rest continues', async ({ fleet }) => {
  fleet.behave('bad', { spawnFails: 'EACCES' });
  const { result } = restore(fleet, [app('good'), app('bad'), app('after', { dependsOn: ['bad'] })], {
    keepGoing: true,
  });
  const { outcome, failed, started } = await result;
  assert.is(outcome, 'partial');
  assert.equal(
    failed.map(({ name }) => name),
    ['bad', 'after'],
  );
  assert.equal(
    started.map(({ name }) => name),
    ['good'],
  );
  assert.match(failed[1]!.reason, /depends on "bad"/);
});

test('an app gets as many attempts as the settings say', async ({ fleet }) => {
  fleet.behave('late', { endsAfterMs: 5, exitCode: 1 });
  const { result } = restore(fleet, [app('late', { minUptimeMs: 50 })], { attempts: 3 });
  assert.is((await result).outcome, 'rolled-back');
  assert.is(fleet.machine.spawned.length, 3);
});

test('a restore has a time limit', async ({ fleet }) => {
  const { result } = restore(fleet, [app('slow', { minUptimeMs: 10_000 })], { timeoutMs: 2000 });
  const { outcome, reason, failed } = await result;
  assert.equal([outcome, reason], ['rolled-back', 'the restore took longer than 2s']);
  assert.is(failed[0]?.reason, 'it was not ready in time');
  assert.equal(fleet.machine.living(), []);
});

test('a cancelled restore is rolled back, even if it is cancelled before it has started', async ({
  fleet,
}) => {
  for (const early of [true, false]) {
    const abort = new AbortController();
    if (early) abort.abort('it was cancelled');
    const { result } = restore(fleet, [app('a', { minUptimeMs: 1000 })], { cancelled: abort.signal });
    abort.abort('it was cancelled');
    const { outcome, reason } = await result;
    assert.equal([outcome, reason], ['rolled-back', 'it was cancelled']);
    assert.equal([fleet.machine.living(), fleet.journal.state.instances.size], [[], 0]);
  }
});

test('an instance that was ready and died before the commit is a failure', async ({ fleet }) => {
  fleet.behave('fickle', { endsAfterMs: 100, exitCode: 4 });
  const { result } = restore(fleet, [app('fickle'), app('slow', { minUptimeMs: 1000 })]);
  const { outcome, reason } = await result;
  assert.equal([outcome, reason], ['rolled-back', '"fickle" it was ready, but then exited with code 4']);
});

test('an instance that does not stop blocks the restore', async ({ fleet }) => {
  await restore(fleet, [app('stuck'), app('other')]).result;
  fleet.machine.living().forEach((found) => {
    Object.assign(found.behaviour, { unkillable: found.id === 0 });
  });
  const { result } = restore(fleet, [app('other')], { prune: true });
  const { outcome, reason } = await result;
  assert.is(outcome, 'rolled-back');
  assert.match(reason ?? '', /"stuck" it could not be stopped: .* did not end/);
});

test('a full disk at the start leaves everything as it is', async ({ fleet }) => {
  const disk = new FullDisk();
  try {
    disk.fails = () => true;
    const work = restore(fleet, [app('a')]).result;
    assert.is(await work.catch((error) => error.code), 'LEDGER_UNWRITABLE');
  } finally {
    disk.end();
  }
  assert.equal([fleet.machine.spawned, fleet.journal.state.restore], [[], null]);
});

test('a full disk during a restore rolls it back', async ({ fleet }) => {
  await restore(fleet, [app('a')]).result;
  const disk = new FullDisk();
  let writes = 0;
  try {
    const { events, result } = restore(fleet, [app('a', { argv: ['new'] }), app('b', { dependsOn: ['a'] })]);
    // The beginning and the stop of the old one are written, and the next thing once it is being taken back.
    disk.fails = () => ++writes > 2 && !events.some(({ kind }) => kind === 'rollback');
    const { outcome, reason } = await result;
    assert.is(outcome, 'rolled-back');
    assert.match(reason ?? '', /Cannot write the ledger .* the disk is full/);
  } finally {
    disk.end();
  }
  await fleet.pass(2000);
  assert.equal(
    stand(fleet).map((line) => line.replace(/\d+$/, '')),
    ['a:0 sleep 60 online '],
  );
});

test('the next daemon finishes an open restore from the phase it was in', async ({ fleet }) => {
  await restore(fleet, [app('a')]).result;
  const [id] = fleet.journal.state.instances.keys();
  const at = new Date().toISOString();
  fleet.journal.record([
    {
      op: 'begin',
      restore: 'r',
      context: CONTEXT,
      steps: { define: [], start: [], replace: [id!], stop: [] },
      keepGoing: false,
      at,
    },
    { op: 'define', id: id!, spec: app('a', { argv: ['new'] }), env: null, pluginEnv: [] },
    { op: 'rollback', restore: 'r', phase: 'begun', reason: 'it was cancelled', at },
  ]);
  const options = {
    keepGoing: false,
    timeoutMs: 1000,
    cancelled: new AbortController().signal,
    emit: () => {},
  };
  const { outcome, reason } = await fleet.run(commitOrRollBack(fleet, options));
  assert.equal([outcome, reason], ['rolled-back', 'it was cancelled']);
  // It ran the old spec all the time, so it was left alone.
  assert.is(fleet.machine.spawned.length, 1);
  assert.match(stand(fleet).join(), /^a:0 sleep 60 online \d+$/);
  await fleet
    .run(commitOrRollBack(fleet, options))
    .then(() => assert.unreachable())
    .catch((error) => assert.match(error.message, /No restore is open/));
});

test.run();
