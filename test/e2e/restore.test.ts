import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreReport } from '../../src/protocol/restore-report.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('restore');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

test('200 instances get 200 identities, confirmed by /proc', async ({ lab }) => {
  const config = lab.config([{ name: 'many', ...sleeper, instances: 200 }], {
    settings: { maxStarting: 200 },
  });
  const { ran, report } = await lab.restore(config);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(report.outcome, 'committed');
  assert.is(report.started.length, 200);
  const leaders = lab.leaders();
  assert.is(leaders.length, 200);
  assert.is(new Set(leaders.map(({ pid, startTicks }) => `${pid}.${startTicks}`)).size, 200);
  assert.is(new Set(leaders.map(({ instance }) => instance)).size, 200);
  const reported = new Set(report.started.map(({ pid }) => pid));
  for (const { pid } of leaders) assert.ok(reported.has(pid), `${pid} is in the report`);
  const verdict = JSON.parse(await lab.ok(['ledger', 'verify', '--json']));
  assert.equal(verdict.problems, []);
  assert.is(verdict.checked, 200);
});

test('the same config twice keeps everything and touches nothing', async ({ lab }) => {
  const config = lab.config([
    { name: 'a', ...sleeper, instances: 3 },
    { name: 'b', ...sleeper, dependsOn: ['a'] },
  ]);
  await lab.restore(config);
  const before = lab.leaders();
  const ledger = fs.readFileSync(`${lab.home}/ledger.jsonl`);
  const { ran, report } = await lab.restore(config);
  assert.is(ran.code, 0);
  assert.is(report.kept.length, 4);
  assert.equal([report.started, report.replaced, report.stopped], [[], [], []]);
  assert.equal(lab.leaders(), before);
  assert.equal(fs.readFileSync(`${lab.home}/ledger.jsonl`), ledger);
});

test('if one of 40 apps fails, nothing is left of the others', async ({ lab }) => {
  const apps = Array.from({ length: 40 }, (_, index) => ({ name: `app${index}`, ...sleeper }));
  apps[36] = {
    name: 'app36',
    command: 'sh -c "echo the disk is on fire >&2; exit 3"',
    minUptime: 500,
  } as never;
  const { ran, report } = await lab.restore(lab.config(apps));
  assert.is(ran.code, 1);
  assert.is(report.outcome, 'rolled-back');
  assert.equal(
    report.failed.map(({ name }) => name),
    ['app36'],
  );
  assert.match(report.failed[0]?.reason ?? '', /exited with code 3/);
  assert.equal(report.failed[0]?.log, ['the disk is on fire']);
  assert.equal(lab.processes(), []);
  assert.equal(await lab.list(), []);
});

test('a rollback puts back what was replaced, and leaves what was kept', async ({ lab }) => {
  const kept = { name: 'kept', ...sleeper };
  await lab.restore(
    lab.config([
      kept,
      { name: 'changed', command: 'sleep 1001', minUptime: 0 },
      { name: 'surplus', ...sleeper, instances: 2 },
    ]),
  );
  const before = lab.leaders();
  const { ran, report } = await lab.restore(
    lab.config([
      kept,
      { name: 'changed', command: 'sleep 2002', minUptime: 0 },
      { name: 'surplus', ...sleeper },
      { name: 'new', ...sleeper },
      { name: 'bad', command: 'sh -c "exit 1"', minUptime: 300, dependsOn: ['changed', 'new'] },
    ]),
  );
  assert.is(ran.code, 1);
  assert.is(report.outcome, 'rolled-back');
  const after = lab.leaders();
  const keyOf = ({ name, instance }: { name: string; instance: string }) => `${name}:${instance}`;
  assert.equal(after.map(keyOf).sort(), before.map(keyOf).sort());
  const pidOf = (list: typeof before, name: string) => list.find((one) => one.name === name)?.pid;
  assert.is(pidOf(after, 'kept'), pidOf(before, 'kept'));
  const changed = await lab.info('changed');
  assert.equal(changed.command, ['sleep', '1001']);
  assert.is(fs.readFileSync(`/proc/${changed.pid}/cmdline`, 'utf8'), 'sleep\x001001\x00');
});

test('a changed app is replaced, a removed instance stopped, and with --prune a removed app, too', async ({
  lab,
}) => {
  await lab.restore(
    lab.config([
      { name: 'a', ...sleeper, instances: 2 },
      { name: 'b', ...sleeper },
      { name: 'c', ...sleeper },
    ]),
  );
  const before = lab.leaders();
  const config = lab.config([
    { name: 'a', ...sleeper },
    { name: 'b', command: 'sleep 5000', minUptime: 0 },
  ]);
  const first = await lab.restore(config);
  assert.equal(
    first.report.replaced.map(({ name }) => name),
    ['b'],
  );
  assert.equal(
    first.report.stopped.map(({ name, instance }) => `${name}:${instance}`),
    ['a:1'],
  );
  assert.equal(
    lab
      .leaders()
      .map(({ name }) => name)
      .sort(),
    ['a', 'b', 'c'],
  );
  const second = await lab.restore(config, '--prune');
  assert.equal(
    second.report.stopped.map(({ name }) => name),
    ['c'],
  );
  const after = lab.leaders();
  assert.equal(after.map(({ name }) => name).sort(), ['a', 'b']);
  assert.ok(
    before.some(({ pid }) => pid === after.find(({ name }) => name === 'a')?.pid),
    'a:0 kept its process',
  );
});

test('apps start only after their dependencies are ready, according to timestamps that they write', async ({
  lab,
}) => {
  const script = lab.write(
    'stamp.sh',
    'date +%s%N > "$OPM_NAME.begin"; sleep 0.3; date +%s%N > "$OPM_NAME.ready"; echo ready; exec sleep 1000\n',
  );
  const app = (name: string, dependsOn: string[] = []) => ({
    name,
    command: ['sh', script],
    dependsOn,
    ready: { log: '^ready$', timeout: '20s' },
  });
  const { ran } = await lab.restore(
    lab.config([app('web', ['api', 'cache']), app('api', ['db']), app('cache'), app('db')]),
  );
  assert.is(ran.code, 0, ran.stderr);
  const stamp = (file: string) => BigInt(fs.readFileSync(`${lab.folder}/${file}`, 'utf8').trim());
  for (const [app2, dependency] of [
    ['web', 'api'],
    ['web', 'cache'],
    ['api', 'db'],
  ]) {
    assert.ok(
      stamp(`${app2}.begin`) > stamp(`${dependency}.ready`),
      `${app2} began after ${dependency} was ready`,
    );
  }
});

test('--dry-run prints the plan and changes nothing', async ({ lab }) => {
  const { ran, report } = await lab.restore(
    lab.config([{ name: 'a', ...sleeper, instances: 2 }]),
    '--dry-run',
  );
  assert.is(ran.code, 0);
  assert.is(report.outcome, 'planned');
  assert.is(report.started.length, 2);
  assert.equal(lab.processes(), []);
  assert.equal(await lab.list(), []);
});

test('--keep-going commits what works and exits with code 2', async ({ lab }) => {
  const { ran, report } = await lab.restore(
    lab.config([
      { name: 'good', ...sleeper },
      {
        ...{ name: 'bad', command: ['sh', '-c', 'test -e there || exit 9; exec sleep 1000'], minUptime: 300 },
        restart: { backoff: ['300ms', '300ms'], maxRestarts: 100 },
      },
      { name: 'after-bad', ...sleeper, dependsOn: ['bad'] },
    ]),
    '--keep-going',
  );
  assert.is(ran.code, 2);
  assert.is(report.outcome, 'partial');
  assert.equal(report.failed.map(({ name }) => name).sort(), ['after-bad', 'bad']);
  assert.equal(
    lab
      .leaders()
      .map(({ name }) => name)
      .filter((name) => name !== 'bad'),
    ['good'],
  );
  // From the commit on the restart policy has it, and what depends on it waits for it.
  lab.write('there', '');
  await until(
    async () => (await lab.list()).every(({ status }) => status === 'online'),
    'what came up late is online',
  );
});

test('--only adds the dependencies and nothing else', async ({ lab }) => {
  const config = lab.config([
    { name: 'db', ...sleeper },
    { name: 'api', ...sleeper, dependsOn: ['db'] },
    { name: 'web', ...sleeper, dependsOn: ['api'] },
  ]);
  const { report } = await lab.restore(config, '--only', 'api');
  assert.equal(report.started.map(({ name }) => name).sort(), ['api', 'db']);
  const { code, stderr } = await lab.opm(['restore', '--config', config, '--only', 'nope']);
  assert.is(code, 1);
  assert.match(stderr, /nope/);
});

test('--timeout rolls back and names the apps that were not ready', async ({ lab }) => {
  const { ran, report } = await lab.restore(
    lab.config([
      { name: 'quick', ...sleeper },
      { name: 'slow', command: 'sleep 1000', ready: { log: 'never', timeout: '60s' } },
    ]),
    '--timeout',
    '700ms',
  );
  assert.is(ran.code, 1);
  assert.equal(
    report.failed.map(({ name }) => name),
    ['slow'],
  );
  assert.equal(lab.processes(), []);
});

test('Ctrl-C rolls back and exits with code 130; a second restore meanwhile gets 75 and the name of the first', async ({
  lab,
}) => {
  const config = lab.config([
    { name: 'quick', ...sleeper },
    { name: 'slow', command: 'sleep 1000', ready: { log: 'never', timeout: '60s' } },
  ]);
  const restore = lab.start(['restore', '--config', config, '--json']);
  await new Promise<void>((resolve) => {
    restore.child.stderr?.on('data', () => {
      if (/quick.*online/.test(restore.stderr())) resolve();
    });
  });
  const second = await lab.opm(['restore', '--config', config]);
  assert.is(second.code, 75);
  assert.match(second.stderr, new RegExp(`process ${restore.child.pid}`));
  process.kill(restore.child.pid!, 'SIGINT');
  const { code, stdout } = await restore.ended;
  assert.is(code, 130);
  assert.is(JSON.parse(stdout).outcome, 'rolled-back');
  assert.equal(lab.processes(), []);
});

test('a restore survives the death of its client', async ({ lab }) => {
  const config = lab.config([
    {
      name: 'slow',
      command: 'sh -c "sleep 1; echo up; exec sleep 1000"',
      ready: { log: 'up', timeout: '20s' },
    },
  ]);
  const restore = lab.start(['restore', '--config', config]);
  await new Promise<void>((resolve) =>
    restore.child.stderr?.on('data', (text) => /Plan/.test(String(text)) && resolve()),
  );
  restore.child.kill('SIGKILL');
  await restore.ended;
  const { ran, report } = await retryWhileBusy(lab, config);
  assert.is(ran.code, 0);
  assert.equal(
    report.kept.map(({ name }) => name),
    ['slow'],
  );
  assert.is(lab.leaders().length, 1);
});

test('within a restore, an app gets settings.attempts attempts', async ({ lab }) => {
  const flaky = 'sh -c "test -e tried && exec sleep 1000; touch tried; exit 1"';
  const { ran } = await lab.restore(
    lab.config([{ name: 'flaky', command: flaky, minUptime: 300 }], { settings: { attempts: 2 } }),
  );
  assert.is(ran.code, 0, ran.stderr);
  assert.is(lab.leaders().length, 1);
});

async function retryWhileBusy(lab: Lab, config: string) {
  for (;;) {
    const ran = await lab.opm(['restore', '--config', config, '--json']);
    if (ran.code !== 75) return { ran, report: JSON.parse(ran.stdout) as RestoreReport };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test.run();
