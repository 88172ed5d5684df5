import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginEntry } from '../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../src/config/schema/settings-schema.ts';
import { followUp, handOver, recover } from '../../src/daemon/recover.ts';
import type { HookRestore, HookRunner } from '../../src/hooks/hook-runner.ts';
import { Gate } from '../../src/restore/gate.ts';
import { HookSession } from '../../src/restore/hook-session.ts';
import { RestoreService } from '../../src/restore/restore-service.ts';
import { specOf } from '../ledger/ledger-parts.ts';
import { FleetInMemory, FullDisk, SECRET } from '../supervise/fleet-in-memory.ts';
import { HOME } from '../supervise/machine-in-memory.ts';

const test = suite<{ fleet: FleetInMemory; all: FleetInMemory[] }>('hooks of an interrupted restore');
test.before.each((context) => {
  context.fleet = new FleetInMemory();
  context.all = [context.fleet];
});
test.after.each(async ({ all }) => {
  for (const fleet of all) await fleet.close();
});

const PLUGINS: PluginEntry[] = [{ specifier: './drain.mjs', baseDir: '/', options: {} }];

/** A daemon of a fleet whose one plugin writes down what it is told. `stuck` is a hook that does not end. */
function daemonOf(fleet: FleetInMemory, stuck: string | null = null) {
  const told: string[] = [];
  const views: HookRestore[] = [];
  const called = async (hook: string, view: HookRestore, more = '') => {
    told.push(`${hook}${more === '' ? '' : ` ${more}`}`);
    views.push(view);
    if (hook === stuck) await new Promise(() => {});
  };
  const runner: HookRunner = {
    entries: PLUGINS,
    plugins: [{ hooks: ['preRestore', 'postRestore', 'restoreFailed'] }] as never,
    checkRestore: async () => ({ records: [], problems: [] }),
    preRestore: async (view) => {
      await called('preRestore', view);
      return { records: [], veto: null, env: {}, skip: [] };
    },
    postRestore: async (view, report) => {
      await called('postRestore', view, (report as { outcome: string }).outcome);
      return { records: [], degraded: false };
    },
    restoreFailed: async (view, _, failure) => {
      await called('restoreFailed', view, failure);
      return { records: [] };
    },
    processStarted: () => {},
    processExited: () => {},
    close: async () => {},
  };
  const hooks = new HookSession({ home: HOME, journal: fleet.journal, log: () => {} });
  Object.assign(hooks, { prepare: async (entries: PluginEntry[]) => (entries.length === 0 ? null : runner) });
  const gate = new Gate();
  const restores = new RestoreService({ fleet, hooks, gate, snapshots: '/nowhere' });
  const restore = (names: string[]) => {
    const instances = names.map((name) => specOf({ name, minUptimeMs: 500 }));
    const source = { kind: 'config' as const, file: '/opm.config.json', instances, plugins: PLUGINS };
    return restores.restore(
      {
        source: { ...source, settings: DEFAULT_SETTINGS },
        ...{ dryRun: false, keepGoing: false, prune: false, only: null, timeoutMs: null, env: {} },
        caller: { pid: 1, command: 'opm restore' },
      },
      () => {},
    );
  };
  return { told, views, restore, restores, gate };
}

/** The daemon is killed, and the next one takes over. */
async function takeOver(
  context: { fleet: FleetInMemory; all: FleetInMemory[] },
  stuck: string | null = null,
) {
  context.fleet.kill();
  const fleet = new FleetInMemory({ after: context.fleet });
  Object.assign(context, { fleet });
  context.all.push(fleet);
  const { journal, machine, supervisor } = fleet;
  const { table } = machine;
  const { plan } = recover({
    journal,
    table,
    home: HOME,
    secret: SECRET,
    pid: 1,
    initOfNamespace: false,
    fresh: false,
    lost: false,
  });
  handOver(supervisor, plan);
  const daemon = daemonOf(fleet, stuck);
  const work = Promise.all([followUp(fleet, plan, daemon.gate), daemon.restores.finishInterrupted()]);
  if (stuck === null) await fleet.run(work);
  else await fleet.pass(2000);
  return daemon;
}

const quietly = (work: Promise<unknown>) => void work.catch(() => {});

test('a restore finished by the next daemon is reported as committed', async (context) => {
  const first = daemonOf(context.fleet);
  quietly(first.restore(['a', 'b']));
  await context.fleet.pass(100);
  assert.equal(first.told, ['preRestore']);
  const { told, views } = await takeOver(context);
  assert.equal(told, ['postRestore committed']);
  assert.is(views[0]?.reason, 'recovery');
  assert.is(views[0]?.restoreId, first.views[0]?.restoreId);
  assert.equal(
    views[0]?.apps.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.is(context.fleet.journal.state.due, null);
});

test('a restore undone by the next daemon is reported as failed', async (context) => {
  const first = daemonOf(context.fleet);
  quietly(first.restore(['a']));
  await context.fleet.pass(100);
  context.fleet.behave('a', { endsAfterMs: 10, exitCode: 3 });
  for (const { pid } of context.fleet.machine.living()) context.fleet.machine.end(pid, { code: 3 });
  const { told } = await takeOver(context);
  assert.is(told.length, 1);
  assert.match(told[0]!, /^restoreFailed "a" /);
});

test('a daemon that dies while plugins prepare leaves a failed restore', async (context) => {
  quietly(daemonOf(context.fleet, 'preRestore').restore(['a']));
  await context.fleet.pass(100);
  const { told } = await takeOver(context);
  assert.equal(told, ['restoreFailed the daemon ended before anything was stopped or started']);
  assert.equal((await takeOver(context)).told, []);
});

test('hooks run at least once: a daemon that dies during them leaves them to the next one', async (context) => {
  const first = daemonOf(context.fleet, 'postRestore');
  quietly(first.restore(['a']));
  await context.fleet.pass(2000);
  assert.equal(first.told, ['preRestore', 'postRestore committed']);
  // What it has in mind survives a compaction, too.
  context.fleet.journal.compact();
  assert.equal((await takeOver(context, 'postRestore')).told, ['postRestore committed']);
  assert.equal((await takeOver(context)).told, ['postRestore committed']);
  assert.equal((await takeOver(context)).told, []);
});

test('nothing is reported twice if nothing went wrong', async (context) => {
  const first = daemonOf(context.fleet);
  await context.fleet.run(first.restore(['a']));
  assert.equal(first.told, ['preRestore', 'postRestore committed']);
  assert.equal((await takeOver(context)).told, []);
});

test('if the ledger cannot be written after the plugins have prepared, the restore has failed', async (context) => {
  const { fleet } = context;
  const daemon = daemonOf(fleet);
  const disk = new FullDisk();
  try {
    disk.fails = () => daemon.told.length === 1;
    const work = fleet.run(daemon.restore(['a']));
    assert.is(await work.catch((error) => error.code), 'LEDGER_UNWRITABLE');
  } finally {
    disk.end();
  }
  assert.is(daemon.told.length, 2);
  assert.match(daemon.told[1]!, /^restoreFailed .*Cannot write the ledger/);
});

test.run();
