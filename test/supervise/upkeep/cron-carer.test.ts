import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';
import { cared } from './cared.ts';

const test = suite<{ fleet: FleetInMemory; close: () => void }>('cron-carer');
test.before.each(async (context) => {
  context.fleet = new FleetInMemory();
  context.close = await cared(context.fleet);
});
test.after.each(async ({ fleet, close }) => {
  close();
  await fleet.close();
});

const HOUR = 3_600_000;

const at = (cron: string, timezone = 'UTC'): Pick<InstanceSpec, 'restart'> => ({
  restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000, cron, timezone },
});

/** Starts an app at a time of day. */
async function started(fleet: FleetInMemory, time: string, spec: Partial<InstanceSpec>): Promise<number> {
  fleet.machine.wallAtStartMs = Date.parse(time) - fleet.machine.deadlines.now();
  const id = fleet.define(spec);
  await fleet.run(fleet.supervisor.start(id));
  return id;
}

const restartsOf = (fleet: FleetInMemory, id: number) => fleet.journal.state.instances.get(id)!.restarts;

test('an app is restarted exactly on time, without counting as a crash', async ({ fleet }) => {
  const id = await started(fleet, '2026-06-01T03:00:00Z', at('0 4 * * *'));
  await fleet.pass(HOUR - 1);
  assert.is(restartsOf(fleet, id), 0);
  await fleet.pass(1);
  await fleet.pass(20);
  const { restarts, causes, lastExit } = fleet.journal.state.instances.get(id)!;
  assert.equal([restarts, causes], [1, { cron: 1 }]);
  assert.is(lastExit?.reason, 'was due for its restart ("0 4 * * *")');
  assert.is(fleet.supervisor.get(id).status, 'online');
  await fleet.pass(24 * HOUR);
  assert.is(restartsOf(fleet, id), 2);
});

test('it is restarted once when the clocks go forward, and once when they go back', async ({ fleet }) => {
  const id = await started(fleet, '2026-03-28T12:00:00Z', at('30 2 * * *', 'Europe/Berlin'));
  await fleet.pass(24 * HOUR);
  assert.is(restartsOf(fleet, id), 1);
  const other = await started(fleet, '2026-10-24T12:00:00Z', {
    name: 'b',
    ...at('30 2 * * *', 'Europe/Berlin'),
  });
  await fleet.pass(24 * HOUR);
  assert.is(restartsOf(fleet, other), 1);
});

test('a clock that jumps over many moments causes one restart, and one that goes back repeats none', async ({
  fleet,
}) => {
  const id = await started(fleet, '2026-06-01T03:30:00Z', at('*/5 * * * *'));
  fleet.machine.wallAtStartMs += HOUR / 2;
  await fleet.pass(31_000);
  assert.is(restartsOf(fleet, id), 1);
  fleet.machine.wallAtStartMs -= HOUR / 2;
  await fleet.pass(HOUR / 2);
  assert.is(restartsOf(fleet, id), 1);
  await fleet.pass(6 * 60_000);
  assert.is(restartsOf(fleet, id), 2);
});

test('a restart that was due while the machine slept is skipped, and the next one happens', async ({
  fleet,
}) => {
  const id = await started(fleet, '2026-06-01T20:00:00Z', at('0 4 * * *'));
  fleet.machine.wallAtStartMs += 12 * HOUR;
  await fleet.pass(60_000);
  assert.is(restartsOf(fleet, id), 0);
  await fleet.pass(20 * HOUR);
  assert.is(restartsOf(fleet, id), 1);
});

test('a clock that was years ahead does not delay the restart', async ({ fleet }) => {
  const id = await started(fleet, '2099-06-01T03:30:00Z', at('0 4 * * *'));
  await fleet.pass(HOUR);
  assert.is(restartsOf(fleet, id), 1);
  fleet.machine.wallAtStartMs = Date.parse('2026-06-01T03:30:00Z') - fleet.machine.deadlines.now();
  await fleet.pass(HOUR);
  assert.is(restartsOf(fleet, id), 2);
});

test('a stopped app has no restart times and no timer', async ({ fleet }) => {
  const id = await started(fleet, '2026-06-01T03:30:00Z', at('0 4 * * *'));
  fleet.journal.record([{ op: 'want', id, want: 'stopped' }]);
  await fleet.run(fleet.supervisor.stop(id, 'stay'));
  await fleet.turns();
  assert.is(fleet.machine.deadlines.size, 0);
});

test('the instances of an app are restarted in turn', async ({ fleet }) => {
  fleet.machine.wallAtStartMs = Date.parse('2026-06-01T03:59:00Z');
  const ids = [0, 1].map((instance) => fleet.define({ instance, minUptimeMs: 5000, ...at('0 4 * * *') }));
  await fleet.run(Promise.all(ids.map((id) => fleet.supervisor.start(id))));
  await fleet.pass(56_000);
  assert.equal(
    ids.map((id) => restartsOf(fleet, id)),
    [1, 0],
  );
  await fleet.pass(5000);
  assert.equal(
    ids.map((id) => restartsOf(fleet, id)),
    [1, 1],
  );
});

test.run();
