import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/schema/settings-schema.ts';
import { Gate } from '../../../src/restore/gate.ts';
import { HookSession } from '../../../src/restore/hook-session.ts';
import { RestoreService } from '../../../src/restore/restore-service.ts';
import { specOf } from '../../ledger/ledger-parts.ts';
import { FleetInMemory } from '../../supervise/fleet-in-memory.ts';
import { HOME } from '../../supervise/machine-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('what a restore says is so');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

const app = (name: string, overrides: Partial<InstanceSpec> = {}) => specOf({ name, ...overrides });
const CRASHES = { endsAfterMs: 10, exitCode: 1 };
const OBSTACLE = { obstacle: 'Cannot start "bad": no such folder' };

async function restore(
  fleet: FleetInMemory,
  instances: InstanceSpec[],
  options: { keepGoing?: boolean } = {},
) {
  const hooks = new HookSession({ home: HOME, journal: fleet.journal, log: () => {} });
  const restores = new RestoreService({ fleet, hooks, gate: new Gate(), snapshots: '/nowhere' });
  const source = { kind: 'config' as const, file: '/opm.config.json', instances, plugins: [] };
  const { report, exitCode } = await fleet.run(
    restores.restore(
      {
        source: { ...source, settings: DEFAULT_SETTINGS },
        ...{ dryRun: false, keepGoing: options.keepGoing ?? false, prune: false, only: null },
        ...{ timeoutMs: null, env: {}, caller: { pid: 1, command: 'opm restore' } },
      },
      () => {},
    ),
  );
  return { ...report, exitCode };
}

const statusOf = (fleet: FleetInMemory, name: string) => {
  const found = [...fleet.journal.state.instances.values()].find(({ spec }) => spec.name === name);
  return found === undefined ? 'unknown' : fleet.supervisor.get(found.id).status;
};

/** An app that crashes again and again, at a moment at which it waits for its restart. */
async function inBackoff(fleet: FleetInMemory, overrides: Partial<InstanceSpec> = {}): Promise<void> {
  await restore(fleet, [app('loop', overrides)]);
  fleet.behave('loop', CRASHES);
  for (const { pid } of fleet.machine.living()) fleet.machine.end(pid, { code: 1 });
  await fleet.pass(100);
  assert.is(statusOf(fleet, 'loop'), 'backoff');
}

test('an app that was waiting for its restart waits for it again after a failed restore', async ({
  fleet,
}) => {
  await inBackoff(fleet);
  const before = fleet.machine.spawned.length;
  fleet.behave('bad', OBSTACLE);
  const { outcome, warnings } = await restore(fleet, [
    app('loop', { argv: ['new'], minUptimeMs: 50 }),
    app('bad'),
  ]);
  assert.equal([outcome, warnings], ['rolled-back', []]);
  assert.is(statusOf(fleet, 'loop'), 'backoff');
  fleet.behave('loop', {});
  await fleet.pass(30_000);
  assert.is(statusOf(fleet, 'loop'), 'online');
  assert.ok(fleet.machine.spawned.length > before);
});

test('a start that fails for good in a restore leaves an app that was waiting for its restart waiting', async ({
  fleet,
}) => {
  await inBackoff(fleet);
  fleet.behave('loop', { obstacle: 'Cannot start "loop": the port is taken' });
  assert.is((await restore(fleet, [app('loop', { argv: ['new'] })])).outcome, 'rolled-back');
  assert.is(statusOf(fleet, 'loop'), 'backoff');
  fleet.behave('loop', {});
  await fleet.pass(30_000);
  assert.is(statusOf(fleet, 'loop'), 'online');
});

test('what a rollback cannot put back is left to its restart policy, and its dependents follow it', async ({
  fleet,
}) => {
  const apps = (argv: string[]) => [
    app('old', { argv, minUptimeMs: 50 }),
    app('after', { argv, dependsOn: ['old'] }),
  ];
  await restore(fleet, apps(['one']));
  fleet.behave('bad', { spawnFails: 'EACCES' });
  fleet.machine.beforeSpawn = ({ env }) => {
    if (env.OPM_NAME === 'bad') fleet.behave('old', { spawnFails: 'EACCES' });
  };
  const wanted = [...apps(['two']), app('bad', { dependsOn: ['after'] })];
  const { outcome, warnings } = await restore(fleet, wanted);
  assert.is(outcome, 'rolled-back');
  assert.match(warnings.join(), /"old" could not be put back/);
  await fleet.pass(100);
  assert.is(statusOf(fleet, 'old'), 'backoff');
  fleet.behave('old', {});
  await fleet.pass(30_000);
  assert.equal([statusOf(fleet, 'old'), statusOf(fleet, 'after')], ['online', 'online']);
});

test('a starting instance counts as kept once it is ready', async ({ fleet }) => {
  const slow = app('slow', { minUptimeMs: 500 });
  await restore(fleet, [slow]);
  for (const { pid } of fleet.machine.living()) fleet.machine.end(pid, { code: 1 });
  await fleet.pass(10);
  assert.is(statusOf(fleet, 'slow'), 'starting');
  const { outcome, kept, exitCode } = await restore(fleet, [slow]);
  assert.equal([outcome, exitCode, kept.length], ['committed', 0, 1]);
  assert.is(statusOf(fleet, 'slow'), 'online');
  assert.is(kept[0]?.pid, fleet.machine.living()[0]?.pid);
});

test('an instance starting in a crash loop counts as failed, not kept, and its policy continues', async ({
  fleet,
}) => {
  const loop = app('loop', { minUptimeMs: 500, restart: { ...specOf().restart, maxRestarts: 100 } });
  await restore(fleet, [loop, app('other')]);
  fleet.behave('loop', { endsAfterMs: 50, exitCode: 1 });
  const [first] = fleet.machine.living();
  fleet.machine.end(first!.pid, { code: 1 });
  await fleet.pass(10);
  assert.is(statusOf(fleet, 'loop'), 'starting');
  const { outcome, exitCode, kept, failed, reason } = await restore(fleet, [loop, app('other')]);
  assert.equal([outcome, exitCode], ['rolled-back', 1]);
  assert.is(reason, '"loop" exited with code 1');
  assert.equal([kept.map(({ name }) => name), failed.map(({ name }) => name)], [['other'], ['loop']]);
  assert.is(statusOf(fleet, 'loop'), 'backoff');
  fleet.behave('loop', {});
  await fleet.pass(30_000);
  assert.is(statusOf(fleet, 'loop'), 'online');
});

test('with --keep-going, the restart policy applies to what failed, and its dependents start once it is ready', async ({
  fleet,
}) => {
  fleet.behave('db', CRASHES);
  const { outcome, failed, exitCode } = await restore(
    fleet,
    [app('db', { minUptimeMs: 50 }), app('api', { dependsOn: ['db'] }), app('web', { dependsOn: ['api'] })],
    { keepGoing: true },
  );
  assert.equal([outcome, exitCode], ['partial', 2]);
  assert.equal(
    failed.map(({ name }) => name),
    ['db', 'api', 'web'],
  );
  await fleet.pass(200);
  assert.is(fleet.machine.spawned.filter(({ id }) => id !== 0).length, 0);
  fleet.behave('db', {});
  await fleet.pass(30_000);
  for (const name of ['db', 'api', 'web']) assert.is(statusOf(fleet, name), 'online');
});

test('with --keep-going, a failed spawn is retried', async ({ fleet }) => {
  fleet.behave('late', { obstacle: 'Cannot start "late": the folder "/mnt/late" does not exist' });
  assert.is((await restore(fleet, [app('late')], { keepGoing: true })).outcome, 'partial');
  fleet.behave('late', {});
  await fleet.pass(30_000);
  assert.is(statusOf(fleet, 'late'), 'online');
});

test('a stop cancels the start of an app that waits for its dependency', async ({ fleet }) => {
  fleet.behave('db', CRASHES);
  await restore(fleet, [app('db', { minUptimeMs: 50 }), app('api', { dependsOn: ['db'] })], {
    keepGoing: true,
  });
  const api = [...fleet.journal.state.instances.values()].find(({ spec }) => spec.name === 'api')!;
  assert.is(statusOf(fleet, 'api'), 'backoff');
  await fleet.run(fleet.supervisor.stop(api.id, 'stay'));
  fleet.behave('db', {});
  await fleet.pass(30_000);
  assert.equal([statusOf(fleet, 'db'), statusOf(fleet, 'api')], ['online', 'stopped']);
});

test.run();
