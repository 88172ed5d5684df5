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

function appOf(keys: Record<string, unknown>) {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', ...keys }] });
  assert.equal(problems, []);
  return config!.apps[0]!;
}

test('a name must be usable in a target, a flag and a file name', () => {
  for (const name of ['api', 'a', 'api-2', 'Api_v1.2', 'größe', '2fast', 'all2', '@x']) appOf({ name });
  const bad = [
    '',
    'a b',
    'a:0',
    'a,b',
    'a/b',
    'a\\b',
    '12',
    'all',
    '-x',
    '.x',
    'a\nb',
    'a\u001b[31m',
    'x'.repeat(101),
    7,
  ];
  for (const name of bad) assert.ok(appProblems({ name }).name, JSON.stringify(name));
  assert.is(
    appProblems({ name: '12' }).name,
    '"12" is not a usable name: in commands digits are an id; add a letter',
  );
  assert.ok(appProblems({ namespace: 'a b' }).namespace);
});

test('a command names a program, and its quotes are closed unless a shell reads it', () => {
  assert.match(appProblems({ command: `echo "a` }).command!, 'a double quote is never closed');
  for (const command of ['', '  ', '""', [], [''], 5, ['a', 5], 'a\0b']) {
    assert.ok(Object.keys(appProblems({ command }))[0]?.startsWith('command'), JSON.stringify(command));
  }
  appOf({ command: `echo "a`, shell: true });
  assert.match(appProblems({ command: ['a'], shell: true }).shell!, 'needs "command" as one string');
});

test('ports leave room for all instances', () => {
  appOf({ port: 65_535 });
  appOf({ port: 65_000, instances: 536 });
  assert.match(appProblems({ port: 65_000, instances: 537 }).port!, 'the last would get 65536');
  for (const port of [0, 65_536, 1.5, '80', Number.NaN]) assert.ok(appProblems({ port }).port);
  for (const instances of [0, -1, 10_001, 1.5, '2']) assert.ok(appProblems({ instances }).instances);
});

test("variables are text, numbers or booleans, and OPM's own names are reserved", () => {
  const problems = appProblems({
    env: { A: null, B: [], 'C=D': 1, OPM_TOKEN: 'x', E: 'a\0', F: Number.NaN },
  });
  assert.equal(Object.keys(problems), ['env.A', 'env.B', 'env["C=D"]', 'env.OPM_TOKEN', 'env.E', 'env.F']);
  assert.is(problems['env.OPM_TOKEN'], 'is set by OPM itself: choose another name');
  assert.ok(appProblems({ env: [] }).env);
  assert.ok(appProblems({ env: 'A=1' }).env);
});

test('a problem with a variable does not show its value', () => {
  assert.not.match(JSON.stringify(appProblems({ env: { KEY: ['hunter2'] } })), 'hunter2');
});

test('ready takes exactly one way, each checked', () => {
  assert.equal(appOf({ ready: { tcp: 5432 } }).ready, {
    timeoutMs: 10_000,
    kind: 'tcp',
    host: '127.0.0.1',
    port: 5432,
  });
  assert.equal(appOf({ ready: { tcp: '5432' } }).ready, {
    timeoutMs: 10_000,
    kind: 'tcp',
    host: '127.0.0.1',
    port: 5432,
  });
  assert.equal(appOf({ ready: { tcp: '[::1]:80' } }).ready, {
    timeoutMs: 10_000,
    kind: 'tcp',
    host: '::1',
    port: 80,
  });
  assert.equal(appOf({ ready: { exec: `a 'b c'` } }).ready, {
    timeoutMs: 10_000,
    kind: 'exec',
    argv: ['a', 'b c'],
  });
  assert.equal(appOf({ ready: { log: '^up$' } }).ready, { timeoutMs: 10_000, kind: 'log', pattern: '^up$' });
  assert.equal(appOf({ ready: { fd: 3, timeout: 1 } }).ready, { timeoutMs: 1, kind: 'fd', fd: 3 });
  assert.is(
    appProblems({ ready: {} }).ready,
    'must name exactly one of tcp, http, exec, log, fd; it names none',
  );
  assert.match(appProblems({ ready: { tcp: 1, log: 'x' } }).ready!, 'it names tcp and log');
  const bad = [
    { tcp: 'db' },
    { tcp: 'db:0' },
    { tcp: 70_000 },
    { tcp: 'a b:1' },
    { http: 'x' },
    { http: 'ftp://x' },
  ];
  for (const ready of [
    ...bad,
    { exec: '"' },
    { exec: [] },
    { log: '(' },
    { fd: 2 },
    { log: 'x', timeout: 0 },
    [],
    'tcp',
  ]) {
    assert.is(Object.keys(appProblems({ ready })).length, 1, JSON.stringify(ready));
  }
});

test('restart, stop and logs accept only supported values', () => {
  const bad = [
    { restart: 'sometimes' },
    { restart: [] },
    { restart: { policy: 'sometimes' } },
    { restart: { backoff: ['1s'] } },
    { restart: { backoff: ['2s', '1s'] } },
    { restart: { backoff: '1s' } },
    { restart: { maxRestarts: -1 } },
    { restart: { window: 0 } },
    { stop: 'SIGTERM' },
    { stop: { signal: 'SIGSTOP' } },
    { stop: { signal: 15 } },
    { stop: { timeout: '25d' } },
    { stop: { timeout: '600h' } },
    { logs: 'x.log' },
    { logs: { out: '' } },
    { user: '' },
    { user: -1 },
    { inheritEnv: 'PATH' },
    { envFile: [''] },
    { dependsOn: 'db' },
    { minUptime: 'soon' },
    { cwd: '' },
    { shell: 'yes' },
  ];
  for (const keys of bad) assert.is(Object.keys(appProblems(keys)).length, 1, JSON.stringify(keys));
});

test('plugin entries are checked by position', () => {
  const plugins = [
    '',
    [],
    ['a', () => 1],
    ['b', {}, { timeot: '1s', onError: 'ignore' }],
    ['c', 1, {}, 2],
    {},
  ];
  assert.equal(Object.keys(problemsOf({ apps: [], plugins })), [
    'plugins[0]',
    'plugins[1]',
    'plugins[2][1]',
    'plugins[3][2].onError',
    'plugins[3][2].timeot',
    'plugins[4]',
    'plugins[5]',
  ]);
});

test('what counts up is a whole number', () => {
  const problems = (app: object) =>
    validateConfig({ apps: [{ name: 'a', command: 'x', ...app }] }).problems.map(({ message }) => message);
  assert.equal(problems({ countUp: ['A', 'B'], env: { A: '-3' } }), []);
  assert.equal(problems({ countUp: ['A'], env: { A: '1.5' } }), [
    '"A" cannot be counted up: its value "1.5" is not a whole number',
  ]);
  assert.is(problems({ countUp: [''] }).length, 1);
  assert.is(problems({ restart: { stopExitCodes: [0, 256] } }).length, 1);
});

test.run();
