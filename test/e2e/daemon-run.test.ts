import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { whyNoTimeNamespaces } from '../runtime/run-program.ts';
import { Lab, until } from './lab.ts';
import { JOURNAL_SCRIPT } from './programs.ts';

const test = suite<{ lab: Lab }>('daemon run');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

/** Apps that say in one file when they begin and end: web needs api, which needs db; aside needs nobody. */
function talkingFleet(lab: Lab): string {
  const script = lab.write('journal.sh', JOURNAL_SCRIPT);
  const app = (name: string, dependsOn: string[] = []) => ({
    ...{ name, dependsOn, command: ['sh', script], ready: { log: '^up$' } },
    env: { LOG_FILE: `${lab.folder}/journal` },
  });
  return lab.config([app('web', ['api']), app('db'), app('api', ['db']), app('aside')]);
}

function journalOf(lab: Lab): string[] {
  return fs.readFileSync(`${lab.folder}/journal`, 'utf8').trim().split('\n');
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} stops the apps in the reverse order of their dependencies and ends with 0`, async ({
    lab,
  }) => {
    const run = lab.start(['daemon', 'run', '--restore', '--config', talkingFleet(lab)]);
    await until(
      async () =>
        (await lab.daemonPid()) !== null &&
        (await lab.list()).filter(({ status }) => status === 'online').length === 4,
      'all apps are online',
    );
    assert.is(await lab.daemonPid(), run.child.pid);
    process.kill(run.child.pid!, signal);
    const { code, stderr } = await run.ended;
    assert.is(code, 0, stderr);
    assert.equal(lab.processes(), []);
    const journal = journalOf(lab);
    const at = (line: string) => journal.indexOf(line);
    assert.ok(at('begin db:0') < at('begin api:0') && at('begin api:0') < at('begin web:0'));
    assert.ok(at('end web:0') < at('end api:0') && at('end api:0') < at('end db:0'), journal.join());
    assert.is(journal.length, 8);
    assert.equal(
      (await lab.list()).map(({ status }) => status),
      ['stopped', 'stopped', 'stopped', 'stopped'],
    );
  });
}

const noTimeNamespaces = whyNoTimeNamespaces();
if (noTimeNamespaces !== null) console.log(`skipped: a daemon in a time namespace (${noTimeNamespaces})`);

(noTimeNamespaces === null ? test : test.skip)(
  'a time namespace makes neither a second daemon nor second copies',
  async ({ lab }) => {
    const inNamespace = (...args: string[]) => {
      const { file, args: words } = lab.command(args);
      return lab.startProgram('unshare', ['--time', '--boottime', '100000', file, ...words]);
    };
    await lab.restore(lab.config([{ name: 'app', ...sleeper, instances: 2 }]));
    const pids = (await lab.list()).map(({ pid }) => pid!);
    const second = await inNamespace('daemon', 'run').ended;
    assert.is(second.code, 75, second.stderr);
    assert.match(second.stderr, 'Cannot run a daemon');
    await lab.killDaemon();
    const there = inNamespace('daemon', 'run');
    await until(async () => (await lab.daemonPid()) !== null, 'the daemon in the namespace serves');
    const apps = await lab.list();
    assert.equal(
      [apps.map(({ pid }) => pid), apps.map(({ status }) => status)],
      [pids, ['online', 'online']],
    );
    assert.ok(
      apps.every(({ uptimeMs }) => uptimeMs! < 60_000),
      JSON.stringify(apps),
    );
    await lab.ok(['ledger', 'verify']);
    await lab.killDaemon();
    await there.ended;
    assert.equal(
      (await lab.list()).map(({ pid }) => pid),
      pids,
    );
    // By their PIDs, which need not be in the order of the instances.
    assert.equal(new Set(lab.leaders().map(({ pid }) => pid)), new Set(pids));
  },
);

test('daemon stop stops a foreground daemon, with 0 and in order', async ({ lab }) => {
  const run = lab.start(['daemon', 'run']);
  await until(async () => (await lab.daemonPid()) !== null, 'it serves');
  await lab.ok(['restore', '--config', talkingFleet(lab)]);
  await lab.ok(['daemon', 'stop']);
  assert.is((await run.ended).code, 0);
  const journal = journalOf(lab);
  assert.ok(journal.indexOf('end web:0') < journal.indexOf('end db:0'));
});

test('with --restore, a failed restore ends the daemon with its code and leaves nothing behind', async ({
  lab,
}) => {
  const config = lab.config([
    { name: 'good', ...sleeper },
    { name: 'bad', command: 'sh -c "echo broken; exit 4"', dependsOn: ['good'] },
  ]);
  const ran = await lab.opm(['daemon', 'run', '--restore', '--config', config]);
  assert.is(ran.code, 1, ran.stderr);
  assert.match(ran.stderr, /bad.*exited with code 4/);
  assert.equal(lab.processes(), []);
  assert.is(await lab.daemonPid(), null);
});

test("a second daemon on the same home is refused with 75 and the owner's name", async ({ lab }) => {
  await lab.ok(['daemon', 'start']);
  const pid = await lab.daemonPid();
  const second = await lab.opm(['daemon', 'run']);
  assert.is(second.code, 75);
  assert.match(second.stderr, new RegExp(`process ${pid}`));
  assert.is(await lab.daemonPid(), pid);
});

test('options of a restore without --restore are refused', async ({ lab }) => {
  const ran = await lab.opm(['daemon', 'run', '--keep-going']);
  assert.is(ran.code, 64);
  assert.match(ran.stderr, /--keep-going requires --restore/);
});

test('killing a foreground daemon leaves its apps running, and the next one adopts them', async ({ lab }) => {
  const run = lab.start(['daemon', 'run', '--restore', '--config', lab.config([{ name: 'a', ...sleeper }])]);
  await until(() => lab.leaders().length === 1, 'the app runs');
  await until(async () => (await lab.list())[0]?.status === 'online', 'it is online');
  const { pid } = lab.leaders()[0]!;
  run.child.kill('SIGKILL');
  await run.ended;
  const next = lab.start(['daemon', 'run', '--restore', '--config', `${lab.folder}/opm.config.json`]);
  await until(async () => (await lab.daemonPid()) === next.child.pid, 'the next one serves');
  assert.equal(
    lab.leaders().map((leader) => leader.pid),
    [pid],
  );
  process.kill(next.child.pid!, 'SIGTERM');
  assert.is((await next.ended).code, 0);
});

test.run();
