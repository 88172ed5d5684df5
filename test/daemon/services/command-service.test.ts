import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';
import { ChangeService } from '../../../src/daemon/services/change-service.ts';
import { CommandService } from '../../../src/daemon/services/command-service.ts';
import { stopEverything } from '../../../src/daemon/services/stop-everything.ts';
import { type CommandContext, TargetWork } from '../../../src/daemon/services/target-work.ts';
import type { TargetOutcome } from '../../../src/protocol/intents.ts';
import { Gate } from '../../../src/restore/gate.ts';
import { FleetInMemory, FullDisk } from '../../supervise/fleet-in-memory.ts';

const test = suite<{ fleet: FleetInMemory; commands: CommandService; changes: ChangeService }>(
  'command-service',
);
test.before.each((context) => {
  context.fleet = new FleetInMemory();
  const { fleet } = context;
  const tools = { fleet, work: new TargetWork({ fleet, gate: new Gate() }) };
  context.commands = new CommandService(tools);
  context.changes = new ChangeService(tools);
});
test.after.each(({ fleet }) => fleet.close());

const ask: CommandContext = {
  caller: null,
  waiting: () => {},
  cancelled: new AbortController().signal,
};

/** One line a target: `api:0 ok online`. */
const told = (outcomes: TargetOutcome[]) =>
  outcomes.map(({ name, instance, ok, status, message }) => {
    return `${name}:${instance} ${ok ? 'ok' : 'failed'} ${status}${message === undefined ? '' : ` ${message}`}`;
  });

const pidsOf = (fleet: FleetInMemory) => fleet.machine.living().map(({ pid }) => pid);

test('a start follows the dependency order and reports each result', async ({ fleet, commands }) => {
  fleet.define({ name: 'web', dependsOn: ['db'] });
  const db = fleet.define({ name: 'db', minUptimeMs: 100 });
  assert.equal(told(await fleet.run(commands.start(['all'], ask))), ['web:0 ok online', 'db:0 ok online']);
  assert.is(fleet.machine.spawned[0]?.id, db);
  assert.is((await fleet.run(commands.start(['db'], ask)))[0]?.ok, true);
  assert.is(fleet.machine.spawned.length, 2);
});

test('a start that fails says why', async ({ fleet, commands }) => {
  fleet.define({}, { obstacle: 'Cannot start "api": no such folder' });
  assert.equal(told(await fleet.run(commands.start(['api'], ask))), [
    'api:0 failed errored Cannot start "api": no such folder',
  ]);
});

test('a stop is in the ledger before anything ends, dependents first', async ({ fleet, commands }) => {
  fleet.define({ name: 'db' });
  fleet.define({ name: 'web', dependsOn: ['db'] });
  await fleet.run(commands.start(['all'], ask));
  const from = fleet.facts().length;
  assert.equal(told(await fleet.run(commands.stop(['all'], ask))), ['db:0 ok stopped', 'web:0 ok stopped']);
  const facts = fleet.facts(from).map((fact) => ('id' in fact ? `${fact.op} ${fact.id}` : fact.op));
  assert.equal(facts, ['want 0', 'want 1', 'stop 1', 'release 1', 'stop 0', 'release 0']);
});

test('a restart gives each a new process and counts it; a reload does so one by one', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'a' });
  fleet.define({ name: 'a', instance: 1 });
  await fleet.run(commands.start(['a'], ask));
  const before = pidsOf(fleet);
  assert.equal(told(await fleet.run(commands.restart(['a'], null, ask))), ['a:0 ok online', 'a:1 ok online']);
  assert.is(
    pidsOf(fleet).some((pid) => before.includes(pid)),
    false,
  );
  assert.is(fleet.journal.state.instances.get(0)?.restarts, 1);
  const from = fleet.facts().length;
  await fleet.run(commands.reload(['a'], null, ask));
  const ops = fleet.facts(from).flatMap((fact) => ('id' in fact ? [`${fact.op} ${fact.id}`] : []));
  assert.ok(ops.indexOf('online 0') < ops.indexOf('stop 1'), ops.join());
});

test('a reload stops at the first failure and leaves the rest alone', async ({ fleet, commands }) => {
  fleet.define({ name: 'a', minUptimeMs: 50 });
  fleet.define({ name: 'a', instance: 1, minUptimeMs: 50 });
  await fleet.run(commands.start(['a'], ask));
  const [, second] = pidsOf(fleet);
  fleet.behave('a', { endsAfterMs: 10, exitCode: 1 });
  const outcomes = await fleet.run(commands.reload(['a'], null, ask));
  assert.equal(
    outcomes.map(({ ok, message }) => [ok, message]),
    [
      [false, 'exited with code 1'],
      [true, 'not reloaded: an earlier instance failed'],
    ],
  );
  assert.ok(pidsOf(fleet).includes(second!));
});

test('a restart can change the inherited variables', async ({ fleet, commands }) => {
  fleet.define();
  await fleet.run(commands.restart(['api'], { LOG: 'debug' }, ask));
  const { env } = fleet.journal.state.instances.get(0)!;
  assert.equal(fleet.journal.state.envs.get(env!), { LOG: 'debug' });
});

for (const command of ['restart', 'reload'] as const) {
  test(`a ${command} that updates variables reads env files again; without that, it says that they have changed`, async ({
    fleet,
    commands,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'opm-env-'));
    const file = join(folder, '.env');
    const write = (text: string) => writeFileSync(file, text, { mode: 0o600 });
    const run = async (env: Record<string, string> | null) => {
      const [outcome] = await fleet.run(commands[command](['api'], env, ask));
      return [outcome?.ok, outcome?.message];
    };
    const envNow = () => fleet.journal.state.instances.get(0)!.spec.env;
    try {
      write('A=1\nOWN=file\nGONE=1\nSHARD=5');
      const app = {
        ...{ name: 'api', command: 'sleep 60', instances: 2, envFile: '.env', port: 8000 },
        ...{ env: { OWN: 'config' }, countUp: ['SHARD'] },
      };
      const { config } = validateConfig({ apps: [app] });
      const fileEnv = { A: '1', OWN: 'file', GONE: '1', SHARD: '5' };
      const [, second] = resolveInstances({ app: config!.apps[0]!, folder, home: folder, fileEnv });
      fleet.define({ ...second!, minUptimeMs: 0 });
      await fleet.run(commands.start(['all'], ask));
      const before = { A: '1', OWN: 'config', GONE: '1', SHARD: '6', PORT: '8001' };
      assert.equal(envNow(), before);
      assert.equal(await run(null), [true, undefined]);
      write('A=2\nOWN=other\nNEW=1\nSHARD=7');
      assert.equal(await run(null), [true, 'its env file has changed since: --update-env reads it again']);
      assert.equal(envNow(), before);
      assert.equal(await run({}), [true, undefined]);
      assert.equal(envNow(), { A: '2', OWN: 'config', NEW: '1', SHARD: '8', PORT: '8001' });
      const pids = pidsOf(fleet);
      write('?');
      const [ok, message] = await run({});
      assert.is(ok, false);
      assert.match(String(message), `left as it is: ${file} cannot be used: line 1`);
      assert.equal(pidsOf(fleet), pids);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('every command that has to kill a process says so, and so does the log', async ({ fleet, commands }) => {
  fleet.define({ name: 'deaf' }, { ignoresSigterm: true });
  await fleet.run(commands.start(['all'], ask));
  const forced = 'did not end within 1 s of SIGTERM and was killed';
  for (const work of [
    () => commands.restart(['deaf'], null, ask),
    () => commands.reload(['deaf'], null, ask),
    () => commands.stop(['deaf'], ask),
  ]) {
    const [outcome] = await fleet.run(work());
    assert.equal([outcome?.ok, outcome?.message], [true, forced]);
  }
  assert.equal(fleet.notes, Array(3).fill(`"deaf" (0) ${forced}`));
  fleet.behave('deaf', {});
  await fleet.run(commands.start(['all'], ask));
  assert.is((await fleet.run(commands.stop(['deaf'], ask)))[0]?.message, undefined);
});

test("a failed start shows the app's last log lines", async ({ fleet, commands }) => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-log-'));
  const out = join(folder, 'a.log');
  try {
    fleet.define({ name: 'a', minUptimeMs: 50, logs: { out, err: out } });
    await fleet.run(commands.start(['a'], ask));
    writeFileSync(out, 'reading settings\nno such table: users\n');
    fleet.behave('a', { endsAfterMs: 10, exitCode: 1 });
    for (const command of ['reload', 'restart'] as const) {
      const [outcome] = await fleet.run(commands[command](['a'], null, ask));
      assert.equal(outcome?.log, ['reading settings', 'no such table: users']);
    }
    assert.equal((await fleet.run(commands.start(['a'], ask)))[0]?.log?.length, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a removed instance is forgotten, and one that does not stop is not', async ({ fleet, commands }) => {
  fleet.define({ name: 'a' });
  fleet.define({ name: 'stuck' }, { unkillable: true });
  await fleet.run(commands.start(['all'], ask));
  const [gone, stuck] = await fleet.run(commands.remove(['all'], ask));
  assert.equal([gone?.status, gone?.ok], ['removed', true]);
  assert.equal([stuck?.status, stuck?.ok], ['stopping', false]);
  assert.equal([...fleet.journal.state.instances.keys()], [1]);
});

test('a reset forgets restarts and crashes; a signal reaches the process or says why not', async ({
  fleet,
  commands,
}) => {
  fleet.define();
  await fleet.run(commands.start(['api'], ask));
  await fleet.run(commands.restart(['api'], null, ask));
  await fleet.run(commands.reset(['api'], ask));
  assert.is(fleet.journal.state.instances.get(0)?.restarts, 0);
  assert.equal(told(await fleet.run(commands.signal(['api'], 'SIGHUP'))), ['api:0 ok online']);
  await fleet.run(commands.stop(['api'], ask));
  assert.equal(told(await fleet.run(commands.signal(['api'], 'SIGHUP'))), [
    'api:0 failed stopped it is not running',
  ]);
});

test('scale adds what is missing, and removes the highest first', async ({ fleet, changes }) => {
  fleet.define();
  assert.equal(told(await fleet.run(changes.scale('api', 3, ask))), ['api:1 ok online', 'api:2 ok online']);
  const [removed] = await fleet.run(changes.scale('api', 2, ask));
  assert.equal([removed?.instance, removed?.status], [2, 'removed']);
  const code = await fleet.run(changes.scale('0', 2, ask).catch((error) => error.code));
  assert.is(code, 'NOT_AN_APP');
});

test('a new command restarts what is running; a new name also updates its dependents', async ({
  fleet,
  commands,
  changes,
}) => {
  fleet.define({ name: 'db' });
  fleet.define({ name: 'web', dependsOn: ['db'] });
  await fleet.run(commands.start(['db'], ask));
  await fleet.run(changes.adjust('db', { name: 'store', argv: ['other'] }, ask));
  const { instances } = fleet.journal.state;
  assert.equal([instances.get(0)?.spec.name, instances.get(0)?.spec.argv], ['store', ['other']]);
  assert.equal(instances.get(1)?.spec.dependsOn, ['store']);
  assert.is(fleet.machine.spawned.length, 2);
  const taken = await fleet.run(
    changes.adjust('web', { name: 'store', argv: null }, ask).catch((error) => error.code),
  );
  assert.is(taken, 'NAME_TAKEN');
  const several = await fleet.run(
    changes.adjust('all', { name: 'x', argv: null }, ask).catch((error) => error.code),
  );
  assert.is(several, 'NOT_ONE_APP');
});

test('an instance that could not be started again for lack of space is not stopped', async ({
  fleet,
  commands,
  changes,
}) => {
  fleet.define();
  await fleet.run(commands.start(['api'], ask));
  fleet.journal.flush();
  const disk = new FullDisk();
  try {
    disk.fails = () => true;
    for (const command of [
      () => commands.restart(['api'], null, ask),
      () => commands.reload(['api'], null, ask),
      () => changes.scale('api', 2, ask),
    ]) {
      assert.is(await fleet.run(command().catch((error) => error.code)), 'LEDGER_UNWRITABLE');
    }
  } finally {
    disk.end();
  }
  assert.equal([fleet.machine.spawned.length, fleet.machine.signals.length], [1, 0]);
});

test('a restart does not stop an instance that could not be started again, and restarts the others', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'good' });
  fleet.define({ name: 'broken' });
  await fleet.run(commands.start(['all'], ask));
  const [good, broken] = pidsOf(fleet);
  fleet.behave('broken', { obstacle: 'Cannot start "broken": the script "s.js" does not exist' });
  assert.equal(told(await fleet.run(commands.restart(['all'], { LOG: 'debug' }, ask))), [
    'good:0 ok online',
    'broken:0 failed online left as it is: Cannot start "broken": the script "s.js" does not exist',
  ]);
  assert.equal([pidsOf(fleet).includes(good!), pidsOf(fleet).includes(broken!)], [false, true]);
  assert.is(fleet.journal.state.instances.get(1)?.env, null);
  assert.is(fleet.journal.state.instances.get(1)?.claim?.stale, false);
});

test('a reload in which one instance could not be started again reloads none', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'a' });
  fleet.define({ name: 'b' });
  await fleet.run(commands.start(['all'], ask));
  const before = pidsOf(fleet);
  fleet.behave('b', { obstacle: 'Cannot start "b": no such folder' });
  assert.equal(told(await fleet.run(commands.reload(['all'], null, ask))), [
    'a:0 ok online not reloaded: another instance cannot be started again',
    'b:0 failed online left as it is: Cannot start "b": no such folder',
  ]);
  assert.equal(pidsOf(fleet), before);
});

test('a new command that cannot be started changes nothing', async ({ fleet, commands, changes }) => {
  fleet.define();
  await fleet.run(commands.start(['api'], ask));
  const before = pidsOf(fleet);
  fleet.behave('api', { obstacle: 'Cannot start "api": the command "gone" was not found' });
  const message = await fleet.run(
    changes.adjust('api', { name: null, argv: ['gone'] }, ask).catch((error) => error.message),
  );
  assert.is(message, 'Nothing was changed: Cannot start "api": the command "gone" was not found');
  assert.equal([pidsOf(fleet), fleet.journal.state.instances.get(0)?.spec.argv], [before, ['sleep', '60']]);
});

test("a plugin's refusal is known before the stop, too", async () => {
  const refusing = new FleetInMemory({ pluginEnv: () => Promise.reject(new Error('the vault is sealed')) });
  const commands = new CommandService({
    fleet: refusing,
    work: new TargetWork({ fleet: refusing, gate: new Gate() }),
  });
  try {
    refusing.define();
    await refusing.run(commands.start(['api'], ask));
    const before = pidsOf(refusing);
    const instance = refusing.journal.state.instances.get(0)!;
    refusing.journal.record([{ op: 'define', id: 0, spec: instance.spec, env: null, pluginEnv: ['KEY'] }]);
    assert.equal(told(await refusing.run(commands.restart(['api'], null, ask))), [
      'api:0 failed online left as it is: the vault is sealed',
    ]);
    assert.equal(pidsOf(refusing), before);
  } finally {
    await refusing.close();
  }
});

const stopper: CommandContext = { ...ask, caller: { pid: 7, command: 'opm stop slow' } };

test('a stop overrides a start and a restart that are waiting for readiness, and they say who stopped the app', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'slow', minUptimeMs: 60_000 });
  for (const command of [() => commands.start(['slow'], ask), () => commands.restart(['slow'], null, ask)]) {
    const started = command();
    await fleet.turns();
    const before = fleet.machine.deadlines.now();
    assert.equal(told(await fleet.run(commands.stop(['slow'], stopper))), ['slow:0 ok stopped']);
    assert.ok(fleet.machine.deadlines.now() - before < 1000);
    const [outcome] = await fleet.run(started);
    assert.equal([outcome?.ok, outcome?.message], [false, 'ended meanwhile by "opm stop slow" (process 7)']);
  }
});

test('what a restart of several has not started yet stays stopped; the others continue', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'db', minUptimeMs: 5000 });
  fleet.define({ name: 'slow', dependsOn: ['db'] });
  fleet.define({ name: 'web', dependsOn: ['db'] });
  const restarted = commands.restart(['all'], null, ask);
  await fleet.turns();
  await fleet.run(commands.stop(['slow'], stopper));
  assert.equal(told(await fleet.run(restarted)), [
    'db:0 ok online',
    'slow:0 failed stopped ended meanwhile by "opm stop slow" (process 7)',
    'web:0 ok online',
  ]);
  assert.equal(
    fleet.machine.spawned.map(({ id }) => id),
    [0, 2],
  );
});

test('a removal overrides them too, even a restart that has to wait for the old process to stop', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'deaf' }, { ignoresSigterm: true });
  await fleet.run(commands.start(['deaf'], ask));
  const restarted = commands.restart(['deaf'], null, ask);
  await fleet.turns();
  assert.equal(told(await fleet.run(commands.remove(['deaf'], stopper))), ['deaf:0 ok removed']);
  assert.equal(told(await fleet.run(restarted)), [
    'deaf:0 failed stopped ended meanwhile by "opm stop slow" (process 7)',
  ]);
  assert.equal([fleet.machine.living(), fleet.machine.spawned.length], [[], 1]);
});

test('a start requested after the stop runs after it', async ({ fleet, commands }) => {
  fleet.define({ name: 'deaf' }, { ignoresSigterm: true });
  await fleet.run(commands.start(['deaf'], ask));
  const stopped = commands.stop(['deaf'], ask);
  const messages: string[] = [];
  const started = commands.start(['deaf'], { ...ask, waiting: (message) => messages.push(message) });
  assert.equal(told(await fleet.run(stopped)), [
    'deaf:0 ok stopped did not end within 1 s of SIGTERM and was killed',
  ]);
  assert.equal(told(await fleet.run(started)), ['deaf:0 ok online']);
  assert.equal(messages, ['waiting for another command']);
});

test('a reload continues with the others if one of them is stopped meanwhile', async ({
  fleet,
  commands,
}) => {
  fleet.define({ name: 'a', minUptimeMs: 2000 });
  fleet.define({ name: 'a', instance: 1, minUptimeMs: 2000 });
  fleet.define({ name: 'b' });
  await fleet.run(commands.start(['all'], ask));
  const reloaded = commands.reload(['all'], null, ask);
  await fleet.turns();
  await fleet.run(commands.stop(['a:1'], stopper));
  assert.equal(told(await fleet.run(reloaded)), [
    'a:0 ok online',
    'a:1 failed stopped ended meanwhile by "opm stop slow" (process 7)',
    'b:0 ok online',
  ]);
});

test('a shutdown in the middle of a restart leaves nothing running', async ({ fleet, commands }) => {
  const id = fleet.define({ name: 'a' }, { ignoresSigterm: true });
  await fleet.run(fleet.supervisor.start(id));
  const restart = commands.restart(['a'], null, ask);
  await fleet.turns();
  const { failed } = await fleet.run(stopEverything(fleet));
  await fleet.run(restart);
  await fleet.pass(1000);
  assert.equal([failed, pidsOf(fleet)], [[], []]);
});

test('an unknown target is an error that names it', async ({ fleet, commands }) => {
  const message = await fleet.run(commands.stop(['nobody'], ask).catch((error) => error.message));
  assert.match(String(message), /nobody/);
});

test.run();
