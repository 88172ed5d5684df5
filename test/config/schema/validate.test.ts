import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { printPath } from '../../../src/config/schema/problem.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

/** Path → message of every problem. */
function problemsOf(content: unknown): Record<string, string> {
  return Object.fromEntries(
    validateConfig(content).problems.map((one) => [printPath(one.segments), one.message]),
  );
}

/** The problems of one app that is fine but for these keys, without the `apps[0].` before them. */
function appProblems(keys: Record<string, unknown>): Record<string, string> {
  const problems = problemsOf({ apps: [{ name: 'a', command: 'x', ...keys }] });
  return Object.fromEntries(
    Object.entries(problems).map(([path, message]) => [path.replace(/^apps\[0\]\.?/, ''), message]),
  );
}

test('the smallest config gets every default', () => {
  const { config } = validateConfig({ apps: [{ name: 'a', command: 'x' }] });
  assert.equal(config, {
    settings: { threads: 2, maxStarting: 64, timeout: 60_000, attempts: 1 },
    plugins: [],
    apps: [
      {
        name: 'a',
        command: 'x',
        shell: false,
        cwd: '.',
        instances: 1,
        env: {},
        envFile: [],
        dependsOn: [],
        restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
        stop: { signal: 'SIGTERM', timeout: 10_000 },
        logs: {},
        namespace: 'default',
      },
    ],
  });
});

test('a variable may be named like an object property; only invalid keys are rejected', () => {
  const env = '{"constructor":"a","prototype":"b","toString":"c"}';
  const read = validateConfig({ apps: [{ name: 'a', command: 'x', env: JSON.parse(env) }] });
  assert.is(JSON.stringify(read.config?.apps[0]?.env), env);
  const polluting = JSON.parse('{"__proto__":{"polluted":true},"A":1,"B=":"x","C":{}}');
  const problems = appProblems({ env: polluting });
  assert.equal(Object.keys(problems).sort(), ['env.C', 'env["B="]', 'env.__proto__'].sort());
  assert.is(({} as Record<string, unknown>).polluted, undefined);
});

test('text that cannot be passed to a process is rejected', () => {
  const places: [string, (text: string) => Record<string, unknown>][] = [
    ['command', (text) => ({ command: `x ${text}` })],
    ['command[1]', (text) => ({ command: ['x', text] })],
    ['cwd', (text) => ({ cwd: text })],
    ['env.A', (text) => ({ env: { A: text } })],
    ['envFile', (text) => ({ envFile: text })],
    ['inheritEnv[0]', (text) => ({ inheritEnv: [text] })],
    ['ready.exec[1]', (text) => ({ ready: { exec: ['x', text] } })],
    ['ready.tcp', (text) => ({ ready: { tcp: `${text}:80` } })],
    ['ready.http', (text) => ({ ready: { http: `http://x/${text}` } })],
    ['ready.log', (text) => ({ ready: { log: text } })],
    ['logs.out', (text) => ({ logs: { out: text } })],
    ['user', (text) => ({ user: text })],
    ['namespace', (text) => ({ namespace: text })],
  ];
  for (const [path, keys] of places)
    for (const text of ['a\0b', 'a\ud800b']) {
      const problems = appProblems(keys(text));
      assert.ok(
        Object.keys(problems)[0]?.startsWith(path.replace(/\[.*/, '')),
        `${path}: ${JSON.stringify(text)}`,
      );
    }
});

test('every key is parsed, durations in milliseconds', () => {
  const { config, problems } = validateConfig({
    $schema: './opm.schema.json',
    settings: { threads: 4, maxStarting: 8, timeout: '2m', attempts: 3 },
    plugins: ['./a.mjs', ['b', { url: 'x' }], ['c', undefined, { timeout: '1s', onError: 'warn' }]],
    apps: [
      {
        name: 'api',
        command: ['node', 'server.js'],
        cwd: './api',
        instances: 2,
        port: 3000,
        env: { A: 'x', B: 1, C: true },
        envFile: '.env',
        inheritEnv: ['PATH'],
        dependsOn: ['db'],
        ready: { http: 'http://127.0.0.1:3000/', timeout: 5000 },
        minUptime: '1s',
        restart: { policy: 'on-failure', backoff: ['1s', '1m'], maxRestarts: 3, window: '10m' },
        stop: { signal: 'SIGINT', timeout: '1m' },
        logs: { out: 'o.log', err: 'e.log' },
        user: 33,
        namespace: 'shop',
      },
      { name: 'db', command: 'a && b', shell: true, restart: 'never' },
    ],
  });
  assert.equal(problems, []);
  const [api, db] = config!.apps;
  assert.equal(config!.settings, { threads: 4, maxStarting: 8, timeout: 120_000, attempts: 3 });
  assert.equal(config!.plugins, [
    { specifier: './a.mjs', options: undefined },
    { specifier: 'b', options: { url: 'x' } },
    { specifier: 'c', options: undefined, timeout: 1000, onError: 'warn' },
  ]);
  assert.equal(api!.env, { A: 'x', B: '1', C: 'true' });
  assert.equal(api!.envFile, ['.env']);
  assert.equal(api!.ready, { timeoutMs: 5000, kind: 'http', url: 'http://127.0.0.1:3000/' });
  assert.equal(api!.restart, {
    policy: 'on-failure',
    backoffMs: [1000, 60_000],
    maxRestarts: 3,
    windowMs: 600_000,
  });
  assert.is(api!.user, '33');
  assert.is(api!.minUptime, 1000);
  assert.is(db!.restart.policy, 'never');
  assert.is(db!.restart.maxRestarts, 10);
});

test('all problems in a file are found at once', () => {
  const problems = problemsOf({
    settings: { threads: 0, timeot: '1s' },
    plugins: [7],
    apps: [{ name: 'a b' }, 5, { name: 'c', command: 'x', ready: { tcp: 'nowhere' }, dependsOn: ['d'] }],
    app: [],
  });
  assert.equal(Object.keys(problems), [
    'settings.threads',
    'settings.timeot',
    'plugins[0]',
    'apps[0].name',
    'apps[0].command',
    'apps[1]',
    'apps[2].ready.tcp',
    'app',
    'apps[2].dependsOn[0]',
  ]);
  assert.is(problems['settings.timeot'], 'is an unknown key; did you mean "timeout"?');
  assert.is(problems['apps[0].command'], 'is missing: add it');
  assert.is(problems['apps[1]'], '5 is not an object that describes an app');
  assert.is(problems.app, 'is an unknown key; did you mean "apps"?');
});

test('an unknown key names the nearest known one, even of another tool or place', () => {
  const {
    comand,
    script,
    max_restarts: maxRestarts,
    backoff,
    zzz,
  } = appProblems({
    comand: 1,
    script: 1,
    max_restarts: 1,
    backoff: 1,
    zzz: 1,
  });
  assert.is(comand, 'is an unknown key; did you mean "command"?');
  assert.is(script, 'is an unknown key; did you mean "command"?');
  assert.match(maxRestarts!, 'is an unknown key');
  assert.is(backoff, 'is an unknown key; did you mean "restart.backoff"?');
  assert.match(zzz!, /^is an unknown key; known keys are name, namespace, command,/);
});

test('keys that are not built yet are refused with that reason', () => {
  const problems = appProblems({ limits: { memory: '50M', pids: 5 } });
  assert.equal(Object.keys(problems), ['limits.memory', 'limits.pids']);
  for (const message of Object.values(problems))
    assert.match(message, /^is not implemented yet: .*Remove it/);
});

test('names are unique, and dependencies exist and have no cycle', () => {
  const apps = [
    { name: 'api', command: 'x', dependsOn: ['cache', 'dbb'] },
    { name: 'cache', command: 'x', dependsOn: ['db'] },
    { name: 'db', command: 'x', dependsOn: ['api'] },
    { name: 'api', command: 'x' },
  ];
  const problems = problemsOf({ apps });
  assert.is(
    problems['apps[3].name'],
    '"api" is also the name of apps[0]: names must be unique, choose another',
  );
  assert.is(problems['apps[0].dependsOn[1]'], 'no app is named "dbb"; did you mean "db"?');
  assert.match(problems['apps[0].dependsOn']!, 'api -> cache -> db -> api');
});

test('values that only a program can create are problems, not crashes', () => {
  const itself: Record<string, unknown> = {};
  itself.itself = itself;
  const throwing = {
    get apps(): unknown {
      throw new Error('no apps today');
    },
  };
  assert.match(validateConfig(throwing).problems[0]!.message, 'no apps today');
  assert.ok(validateConfig({ apps: [], plugins: [['a', itself]] }).problems.length === 1);
  for (const content of [
    null,
    undefined,
    5,
    'x',
    [],
    new Date(),
    () => 1,
    { apps: 10n },
    { apps: [Symbol('x')] },
    itself,
  ]) {
    assert.is(validateConfig(content).config, null);
  }
});

test.run();
