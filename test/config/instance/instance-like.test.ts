import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { instanceLike } from '../../../src/config/instance/instance-like.ts';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

const FULL = {
  name: 'api-0',
  command: 'node server.js',
  port: 3000,
  env: { LOG: 'info' },
};

function instancesOf(app: object) {
  const { config } = validateConfig({ apps: [app] });
  return resolveInstances({ app: config!.apps[0]!, folder: '/srv/x-0.d', home: '/home/x-0.d/.opm' });
}

for (const extra of [
  {},
  { ready: { http: 'http://127.0.0.1:3000/health' } },
  { ready: { tcp: 3000 } },
  { ready: { tcp: 5432 } },
  { logs: { out: 'logs-0.d/api.log', err: '/dev/null' } },
  { logs: { out: 'logs-0.d/{instance}/api{instance}.log', err: '{instance}.err' } },
]) {
  test(`an instance derived from another equals the config's, with ${JSON.stringify(extra)}`, () => {
    const all = instancesOf({ ...FULL, ...extra, instances: 3 });
    for (const model of all)
      for (const wanted of all) assert.equal(instanceLike(model, wanted.instance), wanted);
  });
}

test('the second instance of an app that had only one gets its own log files', () => {
  const [only] = instancesOf({ ...FULL, logs: { out: 'api.log' } });
  assert.is(instanceLike(only!, 1).logs.out, '/srv/x-0.d/api-1.log');
});

test('the number placeholder is kept for further instances, even if there is only one', () => {
  const logs = { out: 'v0/{instance}/api.log' };
  const [only] = instancesOf({ ...FULL, logs });
  assert.is(only!.logs.out, '/srv/x-0.d/v0/0/api.log');
  assert.equal(instanceLike(only!, 1), instancesOf({ ...FULL, logs, instances: 2 })[1]);
});

test('counting variables and a shared log continue with further instances', () => {
  const app = {
    name: 'job',
    command: 'sleep 1',
    env: { SHARD: 7, OTHER: 3 },
    countUp: ['SHARD', 'NUMBER'],
    logs: { out: 'all.log', shared: true },
  };
  const [only] = instancesOf(app);
  const three = instancesOf({ ...app, instances: 3 });
  assert.equal(
    three.map(({ env }) => env),
    [
      { SHARD: '7', OTHER: '3', NUMBER: '0' },
      { SHARD: '8', OTHER: '3', NUMBER: '1' },
      { SHARD: '9', OTHER: '3', NUMBER: '2' },
    ],
  );
  assert.is(three[2]!.logs.out, three[0]!.logs.out);
  for (const model of [only!, ...three])
    assert.equal(
      three.map(({ instance }) => instanceLike(model, instance)),
      three,
    );
});

test('an app without a port gets none', () => {
  const [only] = instancesOf({ name: 'job', command: 'sleep 1' });
  const { port, env } = instanceLike(only!, 2);
  assert.equal({ port, env }, { port: undefined, env: {} });
});

test.run();
