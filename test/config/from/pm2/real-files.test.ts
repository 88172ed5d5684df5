import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../../src/config/instance/instance-spec.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { inFolder } from '../../temp-folder.ts';
import { copyPm2Fixture, FIXTURE_PORT } from './fixture.ts';

async function loaded(name: string) {
  return inFolder({}, async (folder) => {
    copyPm2Fixture(folder);
    const config = await loadConfig({
      file: join(folder, name),
      home: '/h',
      env: { PATH: process.env.PATH ?? '' },
    });
    return { folder, ...config };
  });
}

const labels = (specs: InstanceSpec[]) => specs.map(({ name, instance }) => `${name}:${instance}`);

const RUNNING = [
  'shop-api:0',
  'shop-api:1',
  'shop-ready:0',
  'shop-worker:0',
  'shop-worker:1',
  'shop-tick:0',
  'shop-nap:0',
];

test('an ecosystem file run by PM2 becomes the same apps', async () => {
  const { folder, instances, warnings } = await loaded('ecosystem.config.js');
  assert.equal(labels(instances), [...RUNNING, 'shop-late:0']);
  const [api0, api1, ready, worker0, worker1, tick, nap, late] = instances as [
    InstanceSpec,
    ...InstanceSpec[],
  ] &
    InstanceSpec[];
  assert.equal(api0!.argv, ['node', join(folder, 'api.js')]);
  assert.equal([api0!.port, api1!.port], [FIXTURE_PORT, FIXTURE_PORT + 1]);
  assert.equal(api1!.env, { PORT: `${FIXTURE_PORT + 1}`, NODE_ENV: 'development', NODE_APP_INSTANCE: '1' });
  assert.equal(api0!.stop, { signal: 'SIGINT', timeoutMs: 3000 });
  assert.equal(ready!.argv, ['node', '--no-warnings', join(folder, 'ready.js'), '--greeting', 'hello world']);
  assert.equal(ready!.ready, { timeoutMs: 5000, kind: 'fd', fd: 3 });
  assert.equal([worker0!.env.SHARD, worker1!.env.SHARD], ['7', '8']);
  assert.equal(tick!.argv[1], join(folder, 'tick.sh'));
  assert.equal(tick!.restart.backoffMs, [1000, 1000]);
  assert.equal(tick!.logs, { out: join(folder, 'logs/tick.log'), err: join(folder, 'logs/tick.log') });
  assert.match(nap!.argv.join(' '), /^\/.*\/sleep 600$/);
  assert.is(nap!.namespace, 'shop');
  assert.equal(nap!.restart, {
    policy: 'always',
    backoffMs: [100, 15_000],
    maxRestarts: 4,
    windowMs: 60_000,
    stableAfterMs: 5000,
  });
  assert.is(late!.restart.policy, 'never');
  assert.equal(
    warnings.map((warning) => /"(\w+)"/.exec(warning)![1]),
    ['deploy', 'env_production', 'exec_mode', 'wait_ready', 'log_date_format'],
  );
});

test('a dump saved by PM2 becomes the apps that were running, each with its environment', async () => {
  const { folder, instances, warnings } = await loaded('dump.pm2');
  assert.equal(labels(instances), RUNNING);
  const [api0, api1, ready, worker0, worker1, tick, nap] = instances;
  for (const spec of instances) {
    assert.is(spec.inheritEnv, false);
    assert.is(spec.cwd, folder);
    assert.is(spec.env.PATH, '/usr/local/bin:/usr/bin:/bin');
    for (const name of Object.keys(spec.env)) assert.not.match(name, /^(PM2_|pm_|unique_id|shop-)/);
  }
  assert.equal(api0!.argv, ['node', join(folder, 'api.js')]);
  assert.equal([api0!.env.PORT, api1!.env.PORT], [`${FIXTURE_PORT}`, `${FIXTURE_PORT + 1}`]);
  assert.equal([api0!.env.NODE_APP_INSTANCE, api1!.env.NODE_APP_INSTANCE], ['0', '1']);
  assert.equal(api0!.logs, { out: '/h/logs/shop-api-0.out.log', err: '/h/logs/shop-api-0.err.log' });
  assert.equal(ready!.argv, ['node', '--no-warnings', join(folder, 'ready.js'), '--greeting', 'hello world']);
  assert.equal(ready!.ready, { timeoutMs: 5000, kind: 'fd', fd: 3 });
  assert.equal([worker0!.env.SHARD, worker1!.env.SHARD], ['7', '8']);
  assert.equal(tick!.logs, { out: join(folder, 'logs/tick.log'), err: join(folder, 'logs/tick.log') });
  assert.is(nap!.argv[1], '600');
  assert.is(nap!.namespace, 'shop');
  assert.ok(
    warnings.includes('"status" of shop-late: was stopped when PM2 saved it; it is left out'),
    warnings.join('\n'),
  );
  assert.equal(
    warnings.map((warning) => /"(\w+)"/.exec(warning)![1]),
    ['status', 'exec_mode', 'wait_ready', 'log_date_format'],
  );
});

test('a dump is recognised by its content, whatever the file is called', () =>
  inFolder({}, async (folder) => {
    copyPm2Fixture(folder);
    for (const name of ['dump.pm2.bak', 'opm.config.json', 'saved']) {
      writeFileSync(join(folder, name), readFileSync(join(folder, 'dump.pm2')));
      const { instances } = await loadConfig({ file: join(folder, name), home: '/h', env: {} });
      assert.equal(labels(instances), RUNNING);
    }
  }));

test('process.send("ready") of a PM2 app arrives as a line on the readiness descriptor', () =>
  inFolder({}, async (folder) => {
    copyPm2Fixture(folder);
    const { instances } = await loadConfig({ file: join(folder, 'dump.pm2'), home: '/h', env: {} });
    const { argv, cwd, env, ready } = instances.find(({ name }) => name === 'shop-ready')!;
    assert.is(ready!.kind, 'fd');
    const child = spawn(argv[0]!, argv.slice(1), {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    try {
      const [chunk] = (await once(child.stdio[3]!, 'data', { signal: AbortSignal.timeout(10_000) })) as [
        Buffer,
      ];
      assert.is(String(chunk), '"ready"\n');
      assert.is(child.exitCode, null);
    } finally {
      child.stdio[3]!.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }));

test('a .json file is read as PM2 reads it: as a JavaScript expression', () =>
  inFolder(
    {
      'app.json': `// apps
{ apps: [{ script: 'a.js', name: 'x', env: { FROM: process.env.WHO, N: 2 * 3, }, }] }`,
      'own.json': `{ apps: [{ name: 'x', command: 'a' }] }`,
      'twice.json': '{"apps":[{"script":"a.js","script":"b.js"}]}',
      'endless.json': '{ apps: [{ script: (() => { for (;;); })() }] }',
      'escape.json': `{ apps: [{ script: this.constructor.constructor('return process')().version }] }`,
    },
    async (folder) => {
      const load = (name: string) =>
        loadConfig({ file: join(folder, name), home: '/h', env: { WHO: 'me', PATH: '' } });
      const [spec] = (await load('app.json')).instances;
      assert.equal(spec!.env, { FROM: 'me', N: '6', NODE_APP_INSTANCE: '0' });
      for (const name of ['own.json', 'twice.json', 'endless.json']) {
        const failed = await load(name).then(
          () => null,
          (error: unknown) => error as { code?: string },
        );
        assert.is(failed?.code, 'CONFIG_BROKEN', name);
      }
    },
  ));

test.run();
