import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CONTEXT } from '../../ledger/ledger-parts.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';
import { cared } from './cared.ts';

const test = suite<{ fleet: FleetInMemory; close: () => void }>('memory-carer');
test.before.each(async (context) => {
  context.fleet = new FleetInMemory();
  context.close = await cared(context.fleet);
});
test.after.each(async ({ fleet, close }) => {
  close();
  await fleet.close();
});

const MB = 1024 ** 2;
const LIMITED = { maxMemory: 500 * MB };

test('an instance above its limit is restarted at the next sample, and the usage is reported', async ({
  fleet,
}) => {
  const id = fleet.define(LIMITED, { rssBytes: 612 * MB });
  await fleet.run(fleet.supervisor.start(id));
  const before = fleet.supervisor.get(id).alive?.identity.pid;
  await fleet.pass(9900);
  assert.is(fleet.supervisor.get(id).alive?.identity.pid, before);
  fleet.behave('api', { rssBytes: 20 * MB });
  await fleet.pass(200);
  assert.is.not(fleet.supervisor.get(id).alive?.identity.pid, before);
  assert.is(fleet.supervisor.get(id).status, 'online');
  const { restarts, causes, lastExit } = fleet.journal.state.instances.get(id)!;
  assert.equal([restarts, causes], [1, { memory: 1 }]);
  assert.is(lastExit?.reason, 'used 612M, more than its maxMemory of 500M');
  assert.is(lastExit?.signal, 'SIGTERM');
  assert.equal(fleet.notes, [`"api" (${id}) is restarted: it used 612M, more than its maxMemory of 500M`]);
  await fleet.pass(60_000);
  assert.is(fleet.machine.spawned.length, 2);
});

test('it does not count as a crash: there is no backoff, and OPM never gives up', async ({ fleet }) => {
  const restart = {
    policy: 'always',
    backoffMs: [100, 30_000],
    maxRestarts: 2,
    windowMs: 3_600_000,
  } as const;
  const id = fleet.define(
    { ...LIMITED, restart: { ...restart, backoffMs: [100, 30_000] } },
    { rssBytes: 600 * MB },
  );
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(100_500);
  assert.is(fleet.machine.spawned.length, 11);
  assert.is(fleet.supervisor.get(id).status, 'online');
});

test('its children count', async ({ fleet }) => {
  const id = fleet.define(LIMITED, { rssBytes: 300 * MB });
  await fleet.run(fleet.supervisor.start(id));
  fleet.machine.kernel.addChild(fleet.machine.leadersOf(id)[0]!);
  await fleet.pass(10_500);
  assert.match(fleet.journal.state.instances.get(id)?.lastExit?.reason ?? '', /used 600M in 2 processes/);
});

test('the process table is read once for all instances with a limit, and not at all without one', async ({
  fleet,
}) => {
  let walks = 0;
  const pids = fleet.machine.table.pids;
  Object.assign(fleet.machine.table, { pids: () => [++walks, pids()][1] });
  const free = fleet.define({ name: 'free' });
  await fleet.run(fleet.supervisor.start(free));
  await fleet.pass(60_000);
  assert.is(walks, 0);
  for (const name of ['a', 'b', 'c']) {
    await fleet.run(fleet.supervisor.start(fleet.define({ ...LIMITED, name })));
  }
  await fleet.pass(30_500);
  assert.is(walks, 3);
});

test('instances of an app are restarted one after another, each ready before the next', async ({ fleet }) => {
  const ready = { kind: 'fd', fd: 3, timeoutMs: 60_000 } as const;
  const ids = [0, 1].map((instance) =>
    fleet.define({ ...LIMITED, ready, instance }, { rssBytes: 600 * MB, readyAfterMs: 4000 }),
  );
  await fleet.run(Promise.all(ids.map((id) => fleet.supervisor.start(id))));
  fleet.behave('api', { rssBytes: MB, readyAfterMs: 4000 });
  await fleet.pass(11_000);
  assert.equal(ids.map((id) => fleet.supervisor.get(id).status).sort(), ['online', 'starting']);
  await fleet.pass(4000);
  assert.equal(ids.map((id) => fleet.supervisor.get(id).status).sort(), ['online', 'starting']);
  await fleet.pass(4000);
  assert.equal(
    ids.map((id) => fleet.supervisor.get(id).status),
    ['online', 'online'],
  );
  assert.is(fleet.machine.spawned.length, 4);
});

test('what could not be started again is left as it is', async ({ fleet }) => {
  const id = fleet.define(LIMITED, { rssBytes: 600 * MB });
  await fleet.run(fleet.supervisor.start(id));
  fleet.behave('api', { obstacle: 'the command is gone' });
  await fleet.pass(10_500);
  assert.is(fleet.supervisor.get(id).status, 'online');
  assert.equal(fleet.machine.signals, []);
  assert.match(fleet.notes[0]!, /used 600M, .* but was left as it is: the command is gone/);
});

test('what a restore holds, and what is being stopped, is left alone', async ({ fleet }) => {
  const id = fleet.define(LIMITED, { rssBytes: 600 * MB });
  await fleet.run(fleet.supervisor.start(id, { held: true }));
  await fleet.pass(10_500);
  assert.is(fleet.machine.spawned.length, 1);
  fleet.supervisor.release(id);
  fleet.journal.record([{ op: 'want', id, want: 'stopped' }]);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  await fleet.pass(60_000);
  assert.is(fleet.machine.spawned.length, 1);
  assert.is(fleet.machine.deadlines.size, 0);
});

test('the interval is that of the settings of the last restore', async ({ fleet }) => {
  const context = { ...CONTEXT, settings: { ...CONTEXT.settings, sampleEveryMs: 1000 } };
  const steps = { define: [], start: [], replace: [], stop: [] };
  const at = new Date(0).toISOString();
  fleet.journal.record([
    { op: 'begin', restore: 'r', context, steps, keepGoing: false, at },
    { op: 'commit', restore: 'r', at },
  ]);
  const id = fleet.define(LIMITED, { rssBytes: 600 * MB });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(1500);
  assert.is(fleet.machine.spawned.length, 2);
});

test('after a reset the counts by reason begin anew, and a new daemon knows them', async ({ fleet }) => {
  const id = fleet.define(LIMITED, { rssBytes: 600 * MB });
  await fleet.run(fleet.supervisor.start(id));
  await fleet.pass(10_500);
  fleet.journal.flush();
  const next = new FleetInMemory({ after: fleet });
  assert.equal(next.journal.state.instances.get(id)?.causes, { memory: 1 });
  next.journal.close();
  fleet.journal.record([{ op: 'want', id, want: 'running', resetRestarts: true }]);
  assert.is(fleet.journal.state.instances.get(id)?.causes, undefined);
});

test.run();
