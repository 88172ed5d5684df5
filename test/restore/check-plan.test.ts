import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../src/config/schema/settings-schema.ts';
import { Gate } from '../../src/restore/gate.ts';
import { HookSession } from '../../src/restore/hook-session.ts';
import { RestoreService } from '../../src/restore/restore-service.ts';
import { specOf } from '../ledger/ledger-parts.ts';
import { FleetInMemory } from '../supervise/fleet-in-memory.ts';
import { HOME } from '../supervise/machine-in-memory.ts';

const test = suite<{ fleet: FleetInMemory }>('check-plan');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
});
test.after.each(({ fleet }) => fleet.close());

const app = (name: string, overrides: Partial<InstanceSpec> = {}) => specOf({ name, ...overrides });
const caller = { pid: 1, command: 'opm restore' };
const NOWHERE = { obstacle: 'Cannot start "db": the command "sleeep" was not found in PATH (/bin)' };

async function restore(
  fleet: FleetInMemory,
  instances: InstanceSpec[],
  options: { dryRun?: boolean; keepGoing?: boolean; prune?: boolean; launch?: boolean } = {},
) {
  const hooks = new HookSession({ home: HOME, journal: fleet.journal, log: () => {} });
  const restores = new RestoreService({ fleet, hooks, gate: new Gate(), snapshots: '/nowhere' });
  const source = {
    ...{ kind: 'config' as const, file: '/opm.config.json' },
    ...{ instances, settings: DEFAULT_SETTINGS, plugins: [] },
  };
  const { dryRun = false, keepGoing = false, prune = false, launch = false } = options;
  const kinds: string[] = [];
  const emit = ({ kind }: { kind: string }) => kinds.push(kind);
  const work = launch
    ? restores.launch(
        { instances, settings: DEFAULT_SETTINGS, env: {}, caller, programs: [], replace: false },
        emit,
      )
    : restores.restore(
        { source, dryRun, keepGoing, prune, only: null, timeoutMs: null, env: {}, caller },
        emit,
      );
  const { report, exitCode } = await fleet.run(work);
  return { ...report, exitCode, kinds };
}

const pidsOf = (fleet: FleetInMemory) => fleet.machine.living().map(({ pid }) => pid);

for (const launch of [false, true]) {
  test(`a ${launch ? 'launch' : 'restore'} that cannot succeed stops nothing that runs`, async ({
    fleet,
  }) => {
    await restore(fleet, [app('db'), app('api', { dependsOn: ['db'] })]);
    const before = pidsOf(fleet);
    const from = fleet.facts().length;
    fleet.behave('db', NOWHERE);
    const changed = [app('db', { argv: ['sleeep'] }), app('api', { argv: ['new'], dependsOn: ['db'] })];
    const { outcome, reason, failed, exitCode, kinds } = await restore(fleet, changed, { launch });
    assert.equal([outcome, exitCode], ['rolled-back', 1]);
    assert.is(reason, `nothing was stopped or started: ${NOWHERE.obstacle}`);
    assert.equal(
      failed.map(({ name }) => name),
      ['db'],
    );
    assert.equal([pidsOf(fleet), fleet.ops(from), kinds], [before, [], launch ? [] : ['source']]);
  });
}

test('all obstacles are reported at once', async ({ fleet }) => {
  await restore(fleet, [app('a'), app('b'), app('c')]);
  fleet.behave('a', NOWHERE);
  fleet.behave('b', NOWHERE);
  const { reason, failed } = await restore(
    fleet,
    ['a', 'b', 'c'].map((name) => app(name, { argv: ['new'] })),
  );
  assert.match(reason ?? '', /, and 1 more cannot be started either$/);
  assert.is(failed.length, 2);
});

test('a surplus app is not stopped if a start cannot succeed', async ({ fleet }) => {
  await restore(fleet, [app('old')]);
  fleet.behave('db', NOWHERE);
  const before = pidsOf(fleet);
  assert.is((await restore(fleet, [app('db')], { prune: true })).outcome, 'rolled-back');
  assert.equal(pidsOf(fleet), before);
});

test('a dry run reports what would fail, and exits 1', async ({ fleet }) => {
  fleet.behave('db', NOWHERE);
  const { outcome, failed, exitCode, started, source, kinds } = await restore(
    fleet,
    [app('db'), app('api')],
    { dryRun: true },
  );
  assert.equal(source, { kind: 'config', path: '/opm.config.json', because: null });
  assert.is(kinds[0], 'source');
  assert.equal([outcome, exitCode, failed.length, started.length], ['planned', 1, 1, 2]);
  assert.is(failed[0]?.reason, NOWHERE.obstacle);
  assert.equal(fleet.journal.state.instances.size, 0);
  fleet.behave('db', {});
  assert.is((await restore(fleet, [app('db')], { dryRun: true })).exitCode, 0);
});

test('with --keep-going, what cannot be replaced keeps running, and the rest is done', async ({ fleet }) => {
  await restore(fleet, [app('db'), app('api')]);
  const [db] = pidsOf(fleet);
  fleet.behave('db', NOWHERE);
  const changed = [app('db', { argv: ['sleeep'] }), app('api', { argv: ['new'] })];
  const { outcome, failed, replaced } = await restore(fleet, changed, { keepGoing: true });
  assert.equal([outcome, failed.length, replaced.map(({ name }) => name)], ['partial', 1, ['api']]);
  assert.ok(pidsOf(fleet).includes(db!));
  assert.equal(fleet.journal.state.instances.get(0)?.spec.argv, ['sleep', '60']);
});

test('files that a job of the plan may create are not required before it has run', async ({ fleet }) => {
  const never = { ...specOf().restart, policy: 'never' as const };
  const build = app('build', { restart: never, minUptimeMs: 1 });
  fleet.behave('build', { endsAfterMs: 1 });
  await restore(fleet, [app('api', { argv: ['old'] })]);
  fleet.behave('api', NOWHERE);
  const { kinds } = await restore(fleet, [build, app('api', { dependsOn: ['build'] })]);
  assert.ok(kinds.includes('plan'));
});

test.run();
