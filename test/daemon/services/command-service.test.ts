import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CommandService } from '../../../src/daemon/services/command-service.ts';
import type { TargetOutcome } from '../../../src/protocol/intents.ts';
import { Gate } from '../../../src/restore/gate.ts';
import { FleetInMemory, FullDisk } from '../../supervise/fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory; commands: CommandService }>('command-service');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
  context.commands = new CommandService({ fleet: context.fleet, gate: new Gate() });
});
test.after.each(({ fleet }) => fleet.close());

/** One line a target: `api:0 ok online`. */
const told = (outcomes: TargetOutcome[]) =>
  outcomes.map(({ name, instance, ok, status, message }) => {
    return `${name}:${instance} ${ok ? 'ok' : 'failed'} ${status}${message === undefined ? '' : ` ${message}`}`;
  });

const pidsOf = (fleet: FleetInMemory) => fleet.machine.living().map(({ pid }) => pid);

test('a start is in dependency order and says what became of each', async ({ fleet, commands }) => {
  fleet.define({ name: 'web', dependsOn: ['db'] });
  const db = fleet.define({ name: 'db', minUptimeMs: 100 });
  assert.equal(told(await fleet.run(commands.start(['all']))), ['web:0 ok online', 'db:0 ok online']);
  assert.is(fleet.machine.spawned[0]?.id, db);
  assert.is((await fleet.run(commands.start(['db'])))[0]?.ok, true);
  assert.is(fleet.machine.spawned.length, 2);
});

test('a start that fails says why', async ({ fleet, commands }) => {
  fleet.define({}, { obstacle: 'Cannot start "api": no such folder' });
  assert.equal(told(await fleet.run(commands.start(['api']))), [
    'api:0 failed errored Cannot start "api": no such folder',
  ]);
});

test('a stop is wanted in the ledger before anything ends, dependents first', async ({ fleet, commands }) => {
  fleet.define({ name: 'db' });
  fleet.define({ name: 'web', dependsOn: ['db'] });
  await fleet.run(commands.start(['all']));
  const from = fleet.facts().length;
  assert.equal(told(await fleet.run(commands.stop(['all']))), ['db:0 ok stopped', 'web:0 ok stopped']);
  const facts = fleet.facts(from).map((fact) => ('id' in fact ? `${fact.op} ${fact.id}` : fact.op));
  assert.equal(facts, ['want 0', 'want 1', 'stop 1', 'release 1', 'stop 0', 'release 0']);
});

test('a restart gives each a new process and counts it; a reload does so one by one', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'a' });
  fleet.define({ name: 'a', instance: 1 });
  await fleet.run(commands.start(['a']));
  const before = pidsOf(fleet);
  assert.equal(told(await fleet.run(commands.restart(['a'], null))), ['a:0 ok online', 'a:1 ok online']);
  assert.is(
    pidsOf(fleet).some((pid) => before.includes(pid)),
    false,
  );
  assert.is(fleet.journal.state.instances.get(0)?.restarts, 1);
  const from = fleet.facts().length;
  await fleet.run(commands.reload(['a']));
  const ops = fleet.facts(from).flatMap((fact) => ('id' in fact ? [`${fact.op} ${fact.id}`] : []));
  assert.ok(ops.indexOf('online 0') < ops.indexOf('stop 1'), ops.join());
});

test('a reload stops at the first failure and leaves the rest alone', async ({ fleet, commands }) => {
  fleet.define({ name: 'a', minUptimeMs: 50 });
  fleet.define({ name: 'a', instance: 1, minUptimeMs: 50 });
  await fleet.run(commands.start(['a']));
  const [, second] = pidsOf(fleet);
  fleet.behave('a', { endsAfterMs: 10, exitCode: 1 });
  const outcomes = await fleet.run(commands.reload(['a']));
  assert.equal(
    outcomes.map(({ ok, message }) => [ok, message]),
    [
      [false, 'exited with code 1'],
      [true, 'not reloaded: an earlier instance failed'],
    ],
  );
  assert.ok(pidsOf(fleet).includes(second!));
});

test('a restart may give other inherited variables', async ({ fleet, commands }) => {
  fleet.define();
  await fleet.run(commands.restart(['api'], { LOG: 'debug' }));
  const { env } = fleet.journal.state.instances.get(0)!;
  assert.equal(fleet.journal.state.envs.get(env!), { LOG: 'debug' });
});

test('a removed instance is forgotten, and one that does not stop is not', async ({ fleet, commands }) => {
  fleet.define({ name: 'a' });
  fleet.define({ name: 'stuck' }, { unkillable: true });
  await fleet.run(commands.start(['all']));
  const [gone, stuck] = await fleet.run(commands.remove(['all']));
  assert.equal([gone?.status, gone?.ok], ['removed', true]);
  assert.equal([stuck?.status, stuck?.ok], ['stopping', false]);
  assert.equal([...fleet.journal.state.instances.keys()], [1]);
});

test('a reset forgets restarts and crashes; a signal reaches the process or says why not', async ({
  fleet,
  commands,
}) => {
  fleet.define();
  await fleet.run(commands.start(['api']));
  await fleet.run(commands.restart(['api'], null));
  await fleet.run(commands.reset(['api']));
  assert.is(fleet.journal.state.instances.get(0)?.restarts, 0);
  assert.equal(told(await fleet.run(commands.signal(['api'], 'SIGHUP'))), ['api:0 ok online']);
  await fleet.run(commands.stop(['api']));
  assert.equal(told(await fleet.run(commands.signal(['api'], 'SIGHUP'))), [
    'api:0 failed stopped it is not running',
  ]);
});

test('scale adds what is missing, and removes the highest first', async ({ fleet, commands }) => {
  fleet.define();
  assert.equal(told(await fleet.run(commands.scale('api', 3))), ['api:1 ok online', 'api:2 ok online']);
  const [removed] = await fleet.run(commands.scale('api', 2));
  assert.equal([removed?.instance, removed?.status], [2, 'removed']);
  const code = await fleet.run(commands.scale('0', 2).catch((error) => error.code));
  assert.is(code, 'NOT_AN_APP');
});

test('another command restarts what runs; another name takes its dependents along', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'db' });
  fleet.define({ name: 'web', dependsOn: ['db'] });
  await fleet.run(commands.start(['db']));
  await fleet.run(commands.adjust('db', 'store', ['other']));
  const { instances } = fleet.journal.state;
  assert.equal([instances.get(0)?.spec.name, instances.get(0)?.spec.argv], ['store', ['other']]);
  assert.equal(instances.get(1)?.spec.dependsOn, ['store']);
  assert.is(fleet.machine.spawned.length, 2);
  const taken = await fleet.run(commands.adjust('web', 'store', null).catch((error) => error.code));
  assert.is(taken, 'NAME_TAKEN');
  const several = await fleet.run(commands.adjust('all', 'x', null).catch((error) => error.code));
  assert.is(several, 'NOT_ONE_APP');
});

test('what could not be started again for want of room is not stopped', async ({ fleet, commands }) => {
  fleet.define();
  await fleet.run(commands.start(['api']));
  fleet.journal.flush();
  const disk = new FullDisk();
  try {
    disk.fails = () => true;
    for (const command of [
      () => commands.restart(['api'], null),
      () => commands.reload(['api']),
      () => commands.scale('api', 2),
    ]) {
      assert.is(await fleet.run(command().catch((error) => error.code)), 'LEDGER_UNWRITABLE');
    }
  } finally {
    disk.end();
  }
  assert.equal([fleet.machine.spawned.length, fleet.machine.signals.length], [1, 0]);
});

test('an unknown target is an error that names it', async ({ fleet, commands }) => {
  const message = await fleet.run(commands.stop(['nobody']).catch((error) => error.message));
  assert.match(String(message), /nobody/);
});

test.run();
