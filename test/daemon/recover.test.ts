import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import { followUp, handOver, recover } from '../../src/daemon/recover.ts';
import { CommandService } from '../../src/daemon/services/command-service.ts';
import { TargetWork } from '../../src/daemon/services/target-work.ts';
import { Gate } from '../../src/restore/gate.ts';
import { FleetInMemory, SECRET } from '../supervise/fleet-in-memory.ts';
import { HOME } from '../supervise/machine-in-memory.ts';

interface Context {
  fleet: FleetInMemory;
  gate: Gate;
  /** Kills the daemon. The next one recovers; returns what it still does. */
  dieAndRecover: () => Promise<void>;
}

const test = suite<Context>('recover');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
  context.gate = new Gate();
  context.dieAndRecover = () => {
    context.fleet.kill();
    context.fleet = new FleetInMemory({ after: context.fleet });
    context.gate = new Gate();
    const { journal, machine, supervisor } = context.fleet;
    const { table } = machine;
    const life = { home: HOME, secret: SECRET, pid: 1, initOfNamespace: false, fresh: false, lost: false };
    const { plan } = recover({ journal, table, ...life });
    handOver(supervisor, plan);
    return followUp(context.fleet, plan, context.gate);
  };
});
test.after.each(({ fleet }) => fleet.close());

const ASK = { caller: null, waiting: () => {}, cancelled: new AbortController().signal };

const commandsOf = ({ fleet, gate }: Context) =>
  new CommandService({ fleet, work: new TargetWork({ fleet, gate }) });

const policy = (more: Partial<InstanceSpec['restart']>): Pick<InstanceSpec, 'restart'> => ({
  restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000, ...more },
});

/** The daemon dies before it is done. */
function cutOff(work: Promise<unknown>): void {
  work.catch(() => {});
}

test('a job that ended while no daemon was watching is never run again, by any later daemon', async (context) => {
  const id = context.fleet.define({ name: 'job', ...policy({ policy: 'never' }) });
  await context.fleet.run(context.fleet.supervisor.start(id));
  context.fleet.kill();
  context.fleet.machine.end(context.fleet.machine.leadersOf(id)[0]!);
  for (let daemon = 2; daemon <= 4; daemon += 1) {
    await context.fleet.run(context.dieAndRecover());
    await context.fleet.pass(1000);
    assert.is(context.fleet.supervisor.get(id).status, 'stopped', `daemon ${daemon}`);
    assert.equal(context.fleet.machine.living(), [], `daemon ${daemon}`);
  }
});

test('an instance that may not be restarted and ended unseen is errored, for every later daemon', async (context) => {
  const id = context.fleet.define({ name: 'once', ...policy({ maxRestarts: 0 }) });
  await context.fleet.run(context.fleet.supervisor.start(id));
  context.fleet.kill();
  context.fleet.machine.end(context.fleet.machine.leadersOf(id)[0]!);
  for (let daemon = 2; daemon <= 4; daemon += 1) {
    await context.fleet.run(context.dieAndRecover());
    const { status, reason } = context.fleet.supervisor.get(id);
    assert.equal([status, /allows no restart/.test(reason ?? '')], ['errored', true], `daemon ${daemon}`);
  }
});

test('a removal is also finished for instances whose process has already ended', async (context) => {
  const { fleet } = context;
  const quick = fleet.define({ name: 'quick' });
  const slow = fleet.define({ name: 'slow' }, { ignoresSigterm: true });
  for (const id of [quick, slow]) await fleet.run(fleet.supervisor.start(id));
  cutOff(commandsOf(context).remove(['quick', 'slow'], ASK));
  await fleet.turns();
  assert.equal([fleet.machine.leadersOf(quick).length, fleet.machine.leadersOf(slow).length], [0, 1]);
  await fleet.run(context.dieAndRecover());
  assert.equal([...context.fleet.journal.state.instances.keys()], []);
  assert.equal(context.fleet.machine.living(), []);
});

test('an instance that is wanted again is not removed by an unfinished removal', async (context) => {
  const { fleet } = context;
  const id = fleet.define({ name: 'a' });
  await fleet.run(fleet.supervisor.start(id));
  fleet.journal.record([{ op: 'want', id, want: 'stopped' }]);
  await fleet.run(fleet.supervisor.stop(id, 'forget'));
  fleet.journal.record([{ op: 'want', id, want: 'running' }]);
  fleet.journal.flush();
  await fleet.run(context.dieAndRecover());
  assert.is(context.fleet.supervisor.get(id).status, 'online');
});

test('a command waits until recovery has finished the stop that it found in progress', async (context) => {
  const id = context.fleet.define({ name: 'a' }, { ignoresSigterm: true });
  await context.fleet.run(context.fleet.supervisor.start(id));
  cutOff(commandsOf(context).restart(['a'], null, ASK));
  await context.fleet.turns();
  const recovery = context.dieAndRecover();
  const { fleet } = context;
  const stop = commandsOf(context).stop(['a'], ASK);
  // Long enough for the command to be in the ledger, if it did not wait.
  await fleet.journal.sync();
  await fleet.turns();
  const [outcome] = await fleet.run(stop);
  await fleet.run(recovery);
  await fleet.pass(1000);
  assert.ok(outcome?.ok);
  assert.equal([fleet.supervisor.get(id).status, fleet.machine.living()], ['stopped', []]);
});

test('what is started while recovery finishes its removal is not lost', async (context) => {
  const id = context.fleet.define({ name: 'a' }, { ignoresSigterm: true });
  await context.fleet.run(context.fleet.supervisor.start(id));
  cutOff(commandsOf(context).remove(['a'], ASK));
  await context.fleet.turns();
  const recovery = context.dieAndRecover();
  const { fleet } = context;
  const start = commandsOf(context)
    .start(['a'], ASK)
    .catch(() => []);
  await fleet.run(start);
  await fleet.run(recovery);
  await fleet.pass(1000);
  const claimed = [...fleet.journal.state.instances.values()].map(({ claim }) => claim?.identity.pid);
  assert.equal(
    fleet.machine.living().map(({ pid }) => pid),
    claimed,
  );
});

test('recovery does not block a command on an app that is not ready yet', async (context) => {
  const id = context.fleet.define({ name: 'a', minUptimeMs: 60_000 }, { ignoresSigterm: true });
  void context.fleet.supervisor.start(id);
  await context.fleet.turns();
  cutOff(commandsOf(context).restart(['a'], null, ASK));
  await context.fleet.turns();
  const recovery = context.dieAndRecover();
  const { fleet } = context;
  fleet.behave('a', {});
  await fleet.pass(5000);
  assert.is(fleet.supervisor.get(id).status, 'starting');
  await fleet.run(commandsOf(context).stop(['a'], ASK));
  await fleet.run(recovery);
  assert.ok(fleet.machine.deadlines.now() < 60_000);
  assert.equal(fleet.machine.living(), []);
});

for (const restart of ['never', 'always'] as const) {
  const what = restart === 'never' ? 'rests' : 'is started again';
  test(`what its daemon was replacing when it died ${what}, with the policy "${restart}"`, async (context) => {
    const ready = { kind: 'fd', fd: 3, timeoutMs: 200 } as const;
    const behaviour = { ignoresSigterm: true };
    const id = context.fleet.define({ name: 'slow', ready, ...policy({ policy: restart }) }, behaviour);
    cutOff(context.fleet.supervisor.start(id));
    await context.fleet.pass(250);
    assert.equal(context.fleet.ops().at(-1), 'stop', 'it is being ended');
    const [before] = context.fleet.machine.leadersOf(id);
    context.fleet.behave('slow', { readyAfterMs: 1 });
    await context.fleet.run(context.dieAndRecover());
    await context.fleet.pass(100_000);
    const { status } = context.fleet.supervisor.get(id);
    const leaders = context.fleet.machine.leadersOf(id);
    assert.not.ok(leaders.includes(before!));
    assert.equal([status, leaders.length], restart === 'never' ? ['stopped', 0] : ['online', 1]);
  });
}

test.run();
