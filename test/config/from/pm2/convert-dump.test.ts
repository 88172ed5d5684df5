import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { noteSentence } from '../../../../src/config/from/conversion.ts';
import { convertDump } from '../../../../src/config/from/pm2/convert-dump.ts';
import { instanceLike } from '../../../../src/config/instance/instance-like.ts';
import { resolveInstances } from '../../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../../src/config/schema/validate.ts';

const ENTRY = {
  name: 'a',
  pm_exec_path: '/srv/a.js',
  pm_cwd: '/srv',
  exec_interpreter: 'node',
  env: {},
  namespace: 'default',
};

test('entries with the same name and command are instances of one app, others are separate apps', () => {
  const { content, overrides } = convertDump([
    { ...ENTRY, env: { A: 1 } },
    { ...ENTRY, pm_exec_path: '/srv/b.js' },
    { ...ENTRY, env: { A: 2 } },
  ]);
  assert.equal(
    content.apps.map(({ name, instances, command }) => [name, instances, command]),
    [
      ['a', 2, ['node', '/srv/a.js']],
      ['a-2', 1, ['node', '/srv/b.js']],
    ],
  );
  assert.equal(content.apps[0]!.countUp, ['NODE_APP_INSTANCE', 'A']);
  assert.equal(overrides[0], [{}, {}]);
});

test('instances that differ in more than a number keep their own settings', () => {
  const { content, overrides } = convertDump([
    { ...ENTRY, env: { A: 'x' }, pm_out_log_path: '/l/one.log' },
    { ...ENTRY, env: { A: 'y' }, pm_out_log_path: '/l/two.log' },
  ]);
  assert.is(content.apps[0]!.env, undefined);
  assert.equal(
    overrides[0]!.map(({ env, logs }) => [env!.A, logs!.out]),
    [
      ['x', '/l/one.log'],
      ['y', '/l/two.log'],
    ],
  );
});

test('further instances continue counting even if the saved ones differ in something else', () => {
  const dump = [0, 1].map((number) => ({
    ...ENTRY,
    env: { NODE_APP_INSTANCE: number, SHARD: 7 + number, ...(number === 1 ? { ONLY: 'here' } : {}) },
    pm_out_log_path: `/l/a-out-${number}.log`,
  }));
  const { content, overrides } = convertDump(dump);
  const app = validateConfig(content).config!.apps[0]!;
  const place = { app, folder: '/srv', home: '/home/.opm', overrides: overrides[0]! };
  const [first, second] = resolveInstances(place);
  assert.equal(
    [first, second].map((spec) => [spec!.env.NODE_APP_INSTANCE, spec!.env.SHARD, spec!.env.ONLY]),
    [
      ['0', '7', undefined],
      ['1', '8', 'here'],
    ],
  );
  const third = instanceLike(first!, 2);
  assert.equal([third.env.NODE_APP_INSTANCE, third.env.SHARD], ['2', '9']);
  assert.is(third.logs.out, '/l/a-out-2.log');
});

test('a single instance in cluster mode counts its port up when there are more, one in fork mode does not', () => {
  const ports = (mode: string) => {
    const { content } = convertDump([{ ...ENTRY, exec_mode: mode, env: { PORT: '3000' } }]);
    const app = validateConfig(content).config!.apps[0]!;
    const [first] = resolveInstances({ app, folder: '/srv', home: '/home/.opm' });
    return [first!, instanceLike(first!, 1)].map(({ env }) => env.PORT);
  };
  assert.equal(ports('cluster_mode'), ['3000', '3001']);
  assert.equal(ports('fork_mode'), ['3000', '3000']);
});

test('log files that follow from the instance number become one path, and a common file is shared', () => {
  const logs = (...paths: string[]) =>
    convertDump(paths.map((path) => ({ ...ENTRY, pm_out_log_path: path }))).content.apps[0]!.logs;
  assert.equal(logs('/v0/a-out-0.log', '/v0/a-out-1.log'), { out: '/v0/a-out-{instance}.log' });
  assert.equal(logs('/v/a.log', '/v/a.log'), { out: '/v/a.log', shared: true });
  assert.equal(logs('/v/a.log'), { out: '/v/a.log' });
});

test('a program without an interpreter runs directly, with its arguments', () => {
  const [app] = convertDump([{ ...ENTRY, exec_interpreter: 'none', pm_exec_path: '/bin/sleep', args: ['5'] }])
    .content.apps;
  assert.equal(app!.command, ['/bin/sleep', '5']);
});

test('stopped processes and entries that are not processes are left out with a warning', () => {
  const { content, notes } = convertDump([
    { ...ENTRY, status: 'stopped' },
    { name: 'x' },
    null,
    { ...ENTRY, status: 'errored' },
  ]);
  assert.is(content.apps.length, 1);
  assert.equal(notes.map(noteSentence), [
    '"status" of a: was stopped when PM2 saved it; it is left out',
    '"pm_exec_path": an entry without it is not a process; it is left out',
  ]);
});

test("PM2's own log files stay PM2's, requested files are kept", () => {
  const logs = (out: string, env: Record<string, string>) =>
    convertDump([{ ...ENTRY, env, pm_out_log_path: out }]).content.apps[0]!.logs;
  assert.equal(logs('/pm2/logs/a-out.log', { PM2_HOME: '/pm2' }), {});
  assert.equal(logs('/root/.pm2/logs/a-out-0.log', {}), {});
  assert.equal(logs('/var/log/a.log', { PM2_HOME: '/pm2' }), { out: '/var/log/a.log' });
});

test('OPM variables in a saved environment are not passed on', () => {
  const { content } = convertDump([
    { ...ENTRY, env: { OPM_TOKEN: 'x', OPM_HOME: '/h', A: 'a', pm_id: 3, unique_id: 'u' } },
  ]);
  assert.equal(content.apps[0]!.env, { NODE_APP_INSTANCE: '0', A: 'a' });
});

test.run();
