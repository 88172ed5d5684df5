import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

function resolved(keys: Record<string, unknown>, fileEnv: Record<string, string> = {}): InstanceSpec[] {
  const { config, problems } = validateConfig({ apps: [{ name: 'api', command: 'node x.js', ...keys }] });
  assert.equal(problems, []);
  return resolveInstances({ app: config!.apps[0]!, folder: '/srv/shop', home: '/home/opm', fileEnv });
}

test('a minimal app becomes one complete spec', () => {
  assert.equal(resolved({}), [
    {
      name: 'api',
      instance: 0,
      namespace: 'default',
      argv: ['node', 'x.js'],
      cwd: '/srv/shop',
      env: {},
      inheritEnv: true,
      dependsOn: [],
      minUptimeMs: 500,
      restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
      stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
      logs: { out: '/home/opm/logs/api-0.out.log', err: '/home/opm/logs/api-0.err.log' },
    },
  ]);
});

test('a spec survives JSON unchanged, so equal configs stay equal in ledger and snapshot', () => {
  const specs = resolved({ instances: 2, port: 80, ready: { tcp: 80 }, user: 'x', env: { A: 1 } });
  assert.equal(JSON.parse(JSON.stringify(specs)), specs);
  for (const spec of specs) assert.not.ok(Object.values(spec).includes(undefined as never));
});

test('a command is split, used as is, or passed to the shell', () => {
  assert.equal(resolved({ command: `a 'b c'` })[0]!.argv, ['a', 'b c']);
  assert.equal(resolved({ command: ['a b', '$C'] })[0]!.argv, ['a b', '$C']);
  assert.equal(resolved({ command: 'a && "b', shell: true })[0]!.argv, ['/bin/sh', '-c', 'a && "b']);
});

test('instances count their port, number and log files', () => {
  const specs = resolved({ instances: 3, port: 3000, env: { PORT: '1', A: 'a' } }, { A: 'file', B: 'file' });
  assert.equal(
    specs.map(({ instance, port, env, logs }) => [instance, port, env, logs.out]),
    [0, 1, 2].map((index) => [
      index,
      3000 + index,
      { A: 'a', B: 'file', PORT: `${3000 + index}` },
      `/home/opm/logs/api-${index}.out.log`,
    ]),
  );
});

test('log paths of several instances are kept separate', () => {
  const outs = (out: string, instances = 2) =>
    resolved({ instances, logs: { out } }).map(({ logs }) => logs.out);
  assert.equal(outs('logs/a.log'), ['/srv/shop/logs/a-0.log', '/srv/shop/logs/a-1.log']);
  assert.equal(outs('a.b/log'), ['/srv/shop/a.b/log-0', '/srv/shop/a.b/log-1']);
  assert.equal(outs('{instance}/a.log'), ['/srv/shop/0/a.log', '/srv/shop/1/a.log']);
  assert.equal(outs('a.log', 1), ['/srv/shop/a.log']);
  assert.equal(outs('x-{instance}.log', 1), ['/srv/shop/x-0.log']);
  assert.equal(outs('/dev/null'), ['/dev/null', '/dev/null']);
  assert.equal(outs('/proc/self/fd/1'), ['/dev/stdout', '/dev/stdout']);
  assert.equal(outs('/dev/fd/2'), ['/dev/stderr', '/dev/stderr']);
  const [spec] = resolved({ logs: { out: 'a.log', err: './a.log' } });
  assert.equal(spec!.logs, { out: '/srv/shop/a.log', err: '/srv/shop/a.log' });
});

test("a check on the app's own port moves with the instance, any other check stays", () => {
  const readies = (ready: unknown, port?: number) =>
    resolved({ instances: 2, ready, ...(port === undefined ? {} : { port }) }).map(
      (spec) => spec.ready as Record<string, unknown>,
    );
  assert.is(readies({ tcp: 'db:80' }, 80)[1]!.port, 81);
  assert.is(readies({ tcp: 5432 }, 80)[1]!.port, 5432);
  assert.is(readies({ http: 'http://127.0.0.1:3000/a?b#c' }, 3000)[1]!.url, 'http://127.0.0.1:3001/a?b#c');
  assert.is(readies({ http: 'http://127.0.0.1:3000/a' }, 3000)[0]!.url, 'http://127.0.0.1:3000/a');
  assert.is(readies({ http: 'http://localhost/' }, 80)[1]!.url, 'http://localhost:81/');
  assert.is(readies({ http: 'https://localhost/' }, 443)[1]!.url, 'https://localhost:444/');
  assert.is(readies({ http: 'http://127.0.0.1:4000/' }, 3000)[1]!.url, 'http://127.0.0.1:4000/');
  assert.is(readies({ http: 'unix:/run/a.sock:/' }, 80)[1]!.url, 'unix:/run/a.sock:/');
  assert.is(readies({ tcp: 80 })[1]!.port, 80);
});

test('a check replaces the half-second wait, unless one is requested', () => {
  assert.is(resolved({ ready: { fd: 3 } })[0]!.minUptimeMs, 0);
  assert.is(resolved({ ready: { fd: 3 }, minUptime: '1s' })[0]!.minUptimeMs, 1000);
  assert.is(resolved({ minUptime: 0 })[0]!.minUptimeMs, 0);
});

test("a conversion's settings for single instances win", () => {
  const { config } = validateConfig({
    apps: [{ name: 'a', command: 'x', instances: 2, env: { A: '1', B: '1' }, port: 5 }],
  });
  const specs = resolveInstances({
    app: config!.apps[0]!,
    folder: '/f',
    home: '/h',
    overrides: [{}, { env: { B: '2', PORT: '9' }, logs: { out: '/o' } }],
  });
  assert.equal(specs[1]!.env, { A: '1', B: '2', PORT: '6' });
  assert.equal(specs[1]!.logs, { out: '/o', err: '/h/logs/a-1.err.log' });
});

test.run();
