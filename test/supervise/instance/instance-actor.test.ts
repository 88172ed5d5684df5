import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { FleetInMemory, FullDisk } from '../fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('instance-actor');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

/** Ends after `ms` and is restarted at most `maxRestarts` times. */
const crashing = (maxRestarts: number): Pick<InstanceSpec, 'restart'> => ({
  restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts, windowMs: 60_000 },
});

test('a start is recorded in the ledger step by step, and ends when the process is ready', async ({
  fleet,
}) => {
  const id = fleet.define({ minUptimeMs: 500 });
  const from = fleet.facts().length;
  const { ok, pid, ms } = await fleet.run(fleet.supervisor.start(id));
  assert.equal([ok, pid, ms], [true, fleet.machine.leadersOf(id)[0], 500]);
  assert.equal(fleet.ops(from), ['intent', 'claim', 'online']);
  assert.is(fleet.supervisor.get(id).status, 'online');
  assert.is(fleet.supervisor.get(id).alive?.identity.pid, pid);
});

test('a second start of a starting instance waits for the same process', async ({ fleet }) => {
  const id = fleet.define({ minUptimeMs: 500 });
  const both = await fleet.run(Promise.all([fleet.supervisor.start(id), fleet.supervisor.start(id)]));
  assert.is(both[0].pid, both[1].pid);
  assert.is(fleet.machine.spawned.length, 1);
  assert.is((await fleet.run(fleet.supervisor.start(id))).pid, both[0].pid);
});

test('a stop is announced, and the release records that it stays stopped', async ({ fleet }) => {
  const id = fleet.define();
  await fleet.run(fleet.supervisor.start(id));
  const from = fleet.facts().length;
  assert.equal(await fleet.run(fleet.supervisor.stop(id, 'stay')), { ok: true, reason: null });
  const [stop, release] = fleet.facts(from);
  assert.equal([stop?.op, release?.op], ['stop', 'release']);
  assert.is(release?.op === 'release' && release.settled, 'stopped');
  assert.is(fleet.supervisor.get(id).status, 'stopped');
  assert.is(fleet.supervisor.get(id).alive, null);
  assert.equal(fleet.exits, [{ id, status: 'stopped' }]);
});

test('a stop does not wait for readiness: it ends the wait', async ({ fleet }) => {
  const id = fleet.define({ minUptimeMs: 60_000 });
  const started = fleet.supervisor.start(id);
  await fleet.turns();
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  assert.ok(fleet.machine.deadlines.now() < 1000);
  const { ok, reason } = await fleet.run(started);
  assert.equal([ok, reason], [false, 'it was stopped']);
});

test('a process that ignores SIGTERM is killed after its time-out, and one stuck in the kernel is reported', async ({
  fleet,
}) => {
  const deaf = fleet.define({ name: 'deaf' }, { ignoresSigterm: true });
  const stuck = fleet.define({ name: 'stuck' }, { unkillable: true });
  await fleet.run(fleet.supervisor.start(deaf));
  await fleet.run(fleet.supervisor.start(stuck));
  assert.is((await fleet.run(fleet.supervisor.stop(deaf, 'stay'))).ok, true);
  assert.is(fleet.machine.deadlines.now(), 1000);
  fleet.journal.record([{ op: 'want', id: stuck, want: 'stopped' }]);
  const { ok, reason } = await fleet.run(fleet.supervisor.stop(stuck, 'stay'));
  assert.is(ok, false);
  assert.match(reason ?? '', /did not end within 5 s of SIGKILL/);
  assert.is(fleet.supervisor.get(stuck).status, 'stopping');
  // Should it end after all, that is seen to.
  fleet.machine.end(fleet.machine.leadersOf(stuck)[0]!);
  await fleet.turns();
  assert.is(fleet.supervisor.get(stuck).status, 'stopped');
});

test('after crashes the restart policy restarts immediately, then later, and finally not at all', async ({
  fleet,
}) => {
  const id = fleet.define(crashing(2), { endsAfterMs: 10, exitCode: 3 });
  assert.is((await fleet.run(fleet.supervisor.start(id))).ok, true);
  await fleet.pass(15);
  assert.is(fleet.machine.spawned.length, 2);
  await fleet.pass(15);
  assert.is(fleet.supervisor.get(id).status, 'backoff');
  await fleet.pass(100);
  assert.is(fleet.machine.spawned.length, 3);
  await fleet.pass(15);
  const { status, reason } = fleet.supervisor.get(id);
  assert.is(status, 'errored');
  assert.match(reason ?? '', /exited with code 3; it ended again after it was restarted 2 times/);
  assert.match(fleet.notes.join(), /is errored/);
  assert.is(fleet.journal.state.instances.get(id)?.restarts, 2);
});

test('a start, a stop and a reset cancel the planned restart of a crash loop', async ({ fleet }) => {
  const id = fleet.define(crashing(1), { endsAfterMs: 10, exitCode: 3 });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(25);
  assert.is(fleet.supervisor.get(id).status, 'errored');
  fleet.supervisor.forgive(id);
  assert.is((await fleet.run(fleet.supervisor.start(id))).ok, true);
  await fleet.pass(12);
  assert.is(fleet.machine.spawned.length, 4);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  await fleet.pass(60_000);
  assert.equal([fleet.supervisor.get(id).status, fleet.machine.spawned.length], ['stopped', 4]);
});

test('a process that never becomes ready is ended, and the policy decides', async ({ fleet }) => {
  const ready = { kind: 'fd', fd: 3, timeoutMs: 200 } as const;
  const id = fleet.define({ ...crashing(0), ready });
  const { ok, reason } = await fleet.run(fleet.supervisor.start(id));
  assert.is(ok, false);
  assert.match(reason ?? '', /was not ready within 200 ms/);
  assert.is(fleet.supervisor.get(id).status, 'errored');
  assert.equal(fleet.machine.living(), []);
});

test('announced readiness counts, however early it comes', async ({ fleet }) => {
  const ready = { kind: 'fd', fd: 3, timeoutMs: 200 } as const;
  const id = fleet.define({ ready }, { readyAfterMs: 50 });
  const { ok, ms } = await fleet.run(fleet.supervisor.start(id));
  assert.equal([ok, ms], [true, 50]);
});

test('as long as a restore holds an instance, the restore decides what its exit means', async ({ fleet }) => {
  const id = fleet.define(crashing(5), { endsAfterMs: 10, exitCode: 1 });
  await fleet.run(fleet.supervisor.start(id, { held: true }));
  await fleet.pass(15);
  assert.equal(
    [fleet.supervisor.get(id).status, fleet.supervisor.get(id).reason],
    ['errored', 'exited with code 1'],
  );
  fleet.supervisor.release(id);
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(15);
  assert.is(fleet.machine.spawned.length, 3);
});

test('a waiter for an instance that a restore has given up is told immediately', async ({ fleet }) => {
  const id = fleet.define({ minUptimeMs: 60_000 });
  const started = fleet.supervisor.start(id, { held: true });
  await fleet.turns();
  fleet.supervisor.abandon(id);
  assert.is((await fleet.run(started)).ok, false);
  assert.equal([fleet.machine.deadlines.now() < 1000, fleet.machine.living().length], [true, 0]);
});

test('a finished job has succeeded and rests', async ({ fleet }) => {
  const restart = { policy: 'on-failure', backoffMs: [1, 1], maxRestarts: 1, windowMs: 1000 } as const;
  const id = fleet.define(
    { restart: { ...restart, backoffMs: [1, 1] }, minUptimeMs: 100 },
    { endsAfterMs: 5 },
  );
  const { ok, pid } = await fleet.run(fleet.supervisor.start(id));
  assert.equal([ok, pid, fleet.supervisor.get(id).status], [true, null, 'stopped']);
});

test('an instance that exits before it is ready has failed, and the reason is reported', async ({
  fleet,
}) => {
  const id = fleet.define({ ...crashing(0), minUptimeMs: 100 }, { endsAfterMs: 5, exitCode: 7 });
  const { ok, reason } = await fleet.run(fleet.supervisor.start(id));
  assert.equal([ok, reason], [false, 'exited with code 7']);
});

test('processes with the token of a dead process are ended before its claim is released', async ({
  fleet,
}) => {
  const id = fleet.define(crashing(0), { endsAfterMs: 10, exitCode: 1, leavesChild: true });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(50);
  assert.equal(fleet.machine.living(), []);
  assert.equal(
    fleet.machine.signals.map(({ signal }) => signal),
    ['SIGTERM'],
  );
  assert.is(fleet.journal.state.instances.get(id)?.claim, null);
});

test('a failed check, a failed spawn and a shortage on the machine each have the right result', async ({
  fleet,
}) => {
  const missing = fleet.define({ name: 'missing' }, { obstacle: 'Cannot start "missing": no such folder' });
  const broken = fleet.define({ name: 'broken' }, { spawnFails: 'EACCES' });
  const poor = fleet.define({ name: 'poor' }, { spawnFails: 'EAGAIN' });
  const from = fleet.facts().length;
  assert.match((await fleet.run(fleet.supervisor.start(missing))).reason ?? '', /no such folder/);
  assert.equal(fleet.ops(from), []);
  assert.match((await fleet.run(fleet.supervisor.start(broken))).reason ?? '', /spawn EACCES/);
  assert.is(fleet.journal.state.instances.get(broken)?.settled, 'errored');
  assert.match((await fleet.run(fleet.supervisor.start(poor))).reason ?? '', /no processes left/);
  assert.is(fleet.supervisor.get(poor).status, 'backoff');
  fleet.behave('poor', {});
  await fleet.pass(1000);
  assert.is(fleet.supervisor.get(poor).status, 'online');
});

test('a planned restart that fails is judged by the policy too', async ({ fleet }) => {
  const id = fleet.define(crashing(1), { endsAfterMs: 10, exitCode: 1 });
  await fleet.run(fleet.supervisor.start(id));
  fleet.behave('api', { obstacle: 'Cannot start "api": it is gone' });
  await fleet.pass(15);
  const { status, reason } = fleet.supervisor.get(id);
  assert.is(status, 'errored');
  assert.match(reason ?? '', /it is gone; it ended again after it was restarted once/);
});

test('with a full disk nothing is spawned and nothing is stopped; a committed stop continues', async ({
  fleet,
}) => {
  const runs = fleet.define({ name: 'runs' });
  const rests = fleet.define({ name: 'rests' });
  await fleet.run(fleet.supervisor.start(runs));
  fleet.journal.flush();
  const disk = new FullDisk();
  try {
    disk.fails = () => true;
    const refused = await fleet.run(fleet.supervisor.stop(runs, 'stay').catch((error) => error.code));
    assert.is(refused, 'LEDGER_UNWRITABLE');
    assert.equal([fleet.machine.signals.length, fleet.supervisor.get(runs).status], [0, 'online']);
    assert.is((await fleet.run(fleet.supervisor.start(rests))).ok, false);
    assert.is(fleet.machine.spawned.length, 1);
    assert.is((await fleet.run(fleet.supervisor.stop(runs, 'stay', { certain: true }))).ok, true);
    assert.equal(fleet.machine.living(), []);
  } finally {
    disk.end();
  }
  await fleet.pass(1000);
  assert.is(fleet.supervisor.get(rests).status, 'online');
});

test('a reused PID proves that its former owner has ended, even without a report', async ({ fleet }) => {
  const narrow = new FleetInMemory({ pids: 1 });
  try {
    const first = narrow.define({ name: 'first', ...crashing(0) }, { endsUnseen: true });
    const second = narrow.define({ name: 'second' });
    await narrow.run(narrow.supervisor.start(first));
    narrow.machine.end(100);
    await narrow.run(narrow.supervisor.start(second));
    await narrow.turns();
    assert.is(narrow.supervisor.get(first).alive, null);
    assert.is(narrow.supervisor.get(second).alive?.identity.pid, 100);
    assert.match(
      narrow.journal.state.instances.get(first)?.lastExit?.reason ?? '',
      /given to another process/,
    );
  } finally {
    await narrow.close();
  }
  assert.equal(fleet.machine.spawned, []);
});

test('an instance whose process cannot be verified is neither started nor stopped', async ({ fleet }) => {
  const id = fleet.define();
  fleet.supervisor.fence(id, 'process 7 belongs to another PID namespace');
  assert.is(fleet.supervisor.get(id).status, 'errored');
  assert.match((await fleet.run(fleet.supervisor.start(id))).reason ?? '', /another PID namespace/);
  assert.is((await fleet.run(fleet.supervisor.stop(id, 'stay'))).ok, false);
  assert.equal(fleet.machine.spawned, []);
});

test('an adopted process is watched and can be stopped', async ({ fleet }) => {
  const id = fleet.define(crashing(1));
  await fleet.run(fleet.supervisor.start(id));
  const { supervisor } = fleet;
  supervisor.drop(id);
  supervisor.adopt(id);
  const { status, alive } = supervisor.get(id);
  assert.equal([status, alive?.adopted, supervisor.countProcesses().adopted], ['online', true, 1]);
  fleet.machine.end(alive!.identity.pid);
  await fleet.pass(600);
  assert.equal([supervisor.get(id).status, fleet.machine.spawned.length], ['online', 2]);
});

test('an instance that ended while no daemon was watching follows its policy', async ({ fleet }) => {
  const id = fleet.define(crashing(1));
  fleet.supervisor.resume(id, { code: null, signal: null, unknown: true, reason: null });
  await fleet.turns();
  assert.is(fleet.supervisor.get(id).status, 'online');
});

test('a forgotten instance is not started again', async ({ fleet }) => {
  const id = fleet.define(crashing(5), { endsAfterMs: 10, exitCode: 1 });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(25);
  assert.is(fleet.supervisor.get(id).status, 'backoff');
  fleet.supervisor.drop(id);
  fleet.journal.record([{ op: 'forget', id }]);
  await fleet.pass(60_000);
  assert.is(fleet.machine.spawned.length, 2);
});

test('once the supervisor has stopped, nothing starts by itself', async ({ fleet }) => {
  const id = fleet.define(crashing(5), { endsAfterMs: 10, exitCode: 1 });
  await fleet.run(fleet.supervisor.start(id));
  fleet.supervisor.cease();
  await fleet.pass(1000);
  assert.is(fleet.machine.spawned.length, 1);
});

test('a planned start that gave up is recorded in the ledger, before the spawn and during it', async ({
  fleet,
}) => {
  for (const [name, behavior] of [
    ['obstacle', { obstacle: 'gone' }],
    ['spawn', { spawnFails: 'ENOENT' }],
  ] as const) {
    const id = fleet.define({ name, ...crashing(2) });
    await fleet.run(fleet.supervisor.start(id));
    fleet.behave(name, behavior);
    fleet.machine.end(fleet.machine.leadersOf(id)[0]!, { code: 1 });
    await fleet.pass(5000);
    const { settled, lastExit } = fleet.journal.state.instances.get(id)!;
    assert.equal([fleet.supervisor.get(id).status, settled], ['errored', 'errored'], name);
    assert.is(lastExit?.reason, fleet.supervisor.get(id).reason, name);
  }
});

test('an unseen exit that leaves the instance at rest is recorded in the ledger too', async ({ fleet }) => {
  const id = fleet.define(crashing(0));
  fleet.supervisor.resume(id, { code: 1, signal: null, reason: null, unknown: false });
  assert.is(fleet.supervisor.get(id).status, 'errored');
  assert.is(fleet.journal.state.instances.get(id)?.settled, 'errored');
});

test('a signal goes only to the process', async ({ fleet }) => {
  const id = fleet.define({}, { ignoresSigterm: true });
  assert.is(fleet.supervisor.signal(id, 'SIGHUP'), 'it is not running');
  await fleet.run(fleet.supervisor.start(id));
  assert.is(fleet.supervisor.signal(id, 'SIGHUP'), null);
  assert.is(fleet.machine.signals.at(-1)?.group, false);
});

test.run();
