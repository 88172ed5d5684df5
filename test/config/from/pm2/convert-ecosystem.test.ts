import { chmodSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { noteSentence } from '../../../../src/config/from/conversion.ts';
import { convertEcosystem } from '../../../../src/config/from/pm2/convert-ecosystem.ts';
import { recognisePm2 } from '../../../../src/config/from/pm2/recognise-pm2.ts';
import { resolveInstances } from '../../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../../src/config/schema/validate.ts';
import { inFolder } from '../../temp-folder.ts';

const OPTIONS = { folder: '/srv', env: { PATH: '' }, cores: 4 };

function convert(content: unknown, options: Partial<typeof OPTIONS & { profile: string }> = {}) {
  const { content: converted, overrides, notes } = convertEcosystem(content, { ...OPTIONS, ...options });
  const { config, problems } = validateConfig(converted);
  assert.equal(problems, []);
  const instances = config!.apps.flatMap((app, index) =>
    resolveInstances({ app, folder: '/srv', home: '/h', overrides: overrides[index] ?? [] }),
  );
  return { instances, warnings: notes.map(noteSentence) };
}

/** The specs and warnings of one app. */
const app = (keys: Record<string, unknown>, options = {}) =>
  convert({ apps: [{ script: './a.js', ...keys }] }, options);
const specOf = (keys: Record<string, unknown>, options = {}) => app(keys, options).instances[0]!;
const warned = (keys: Record<string, unknown>) =>
  app(keys).warnings.map((warning) => /"(\w+)"/.exec(warning)![1]);

test("PM2's files are recognised by their content", () => {
  assert.is(recognisePm2({ apps: [{ script: 'a.js' }] }), 'ecosystem');
  assert.is(recognisePm2({ apps: { script: 'a.js' } }), 'ecosystem');
  assert.is(recognisePm2({ pm2: [{ exec: 'a.js' }] }), 'ecosystem');
  assert.is(recognisePm2([{ script: 'a.js' }]), 'ecosystem');
  assert.is(recognisePm2({ script: 'a.js' }), 'ecosystem');
  assert.is(recognisePm2([{ pm_exec_path: '/a.js' }]), 'dump');
});

test("an OPM file with a mistake is still recognised as OPM's", () => {
  for (const content of [
    { apps: [{ name: 'a', command: 'x' }] },
    { apps: [{ name: 'a', script: 'x', ready: {} }] },
    { settings: {}, apps: [{ script: 'x' }] },
    { apps: [] },
    {},
    [],
    null,
    5,
    { apps: [null, 'x'] },
  ]) {
    assert.is(recognisePm2(content), null, JSON.stringify(content));
  }
});

test('a script runs as PM2 would run it', () =>
  inFolder(
    {
      'a.js': '',
      'b.py': '',
      www: '#!/usr/bin/env node\n',
      notes: 'x = 1',
      'bin/tool': '#!/bin/sh\n',
      'bin/bash': '#!/bin/sh\n',
    },
    (folder) => {
      for (const name of ['www', 'bin/tool', 'bin/bash']) chmodSync(join(folder, name), 0o755);
      const argv = (keys: Record<string, unknown>) =>
        specOf(
          { ...keys, ...(keys.cwd === undefined ? {} : { cwd: keys.cwd }) },
          { folder, env: { PATH: join(folder, 'bin') } },
        ).argv;
      assert.equal(argv({ script: 'a.js' }), ['node', join(folder, 'a.js')]);
      assert.equal(argv({ script: 'b.py', args: 'x "y z"' }), ['python3', join(folder, 'b.py'), 'x', 'y z']);
      assert.equal(argv({ script: 'www', node_args: '-x' }), ['node', '-x', join(folder, 'www')]);
      assert.equal(argv({ script: 'bin/tool' }), [join(folder, 'bin/tool')]);
      assert.equal(argv({ script: 'notes' }), ['node', join(folder, 'notes')]);
      assert.equal(argv({ script: 'tool', args: [1, 'b c'] }), [join(folder, 'bin/tool'), '1', 'b c']);
      assert.equal(argv({ script: 'a.js', interpreter: 'none' }), [join(folder, 'a.js')]);
      assert.equal(argv({ script: 'a.js', interpreter: '/opt/node', node_args: '--a --b' }), [
        '/opt/node',
        '--a',
        '--b',
        join(folder, 'a.js'),
      ]);
      assert.equal(argv({ script: 'a.js', interpreterArgs: ['-x'] }), ['node', '-x', join(folder, 'a.js')]);
      assert.equal(argv({ script: 'a.js', source_map_support: true }), [
        'node',
        '--enable-source-maps',
        join(folder, 'a.js'),
      ]);
      assert.equal(argv({ script: 'python x.py --ok' }), ['python', 'x.py', '--ok']);
      assert.equal(argv({ script: 'a | b' }), [join(folder, 'bin/bash'), '-c', 'a | b']);
      assert.equal(argv({ script: 'nope.js' }), ['node', join(folder, 'nope.js')]);
      assert.equal(argv({ script: 'nope' }), ['nope']);
      assert.equal(argv({ script: undefined, cmd: 'tool' }), [join(folder, 'bin/tool')]);
    },
  ));

test('an app is named after its script, and names are made usable and unique', () => {
  const names = (apps: unknown[]) => convert({ apps }).instances.map(({ name }) => name);
  assert.equal(names([{ script: 'x/my.server.js' }]), ['my.server']);
  assert.equal(names([{ script: 'a.js', name: 'shop: api/v1' }]), ['shop-api-v1']);
  assert.equal(
    names([
      { script: 'a.js', name: 'a' },
      { script: 'b.js', name: 'a' },
    ]),
    ['a', 'a-2'],
  );
  assert.equal(
    names([
      { script: 'a.js', name: 3 },
      { script: 'a.js', name: 'all' },
    ]),
    ['app-3', 'app-all'],
  );
  assert.equal(names([{ script: 'a.js', name: 'x', name_prefix: 'p' }]), ['p-x']);
  assert.match(app({ name: 'a b' }).warnings[0]!, '"name": "a b" is called "a-b" here');
  assert.is(specOf({ namespace: 'my shop' }).namespace, 'my-shop');
});

test('instances are counted as PM2 counts them', () => {
  const count = (instances: unknown) => app({ instances }).instances.length;
  assert.equal([1, 3, '2', '4,', 0, 'max', -1, -9].map(count), [1, 3, 2, 4, 4, 4, 3, 1]);
  assert.equal(
    app({ instances: 2 }).instances.map(({ env }) => env.NODE_APP_INSTANCE),
    ['0', '1'],
  );
  assert.is(specOf({ instance_var: 'I' }).env.I, '0');
});

test('ports count up if instances would share one', () => {
  const ports = (keys: Record<string, unknown>) => app(keys).instances.map(({ env }) => env.PORT);
  assert.equal(ports({ instances: 2, exec_mode: 'cluster', env: { PORT: 80 } }), ['80', '81']);
  assert.equal(ports({ instances: 2, port: 80 }), ['80', '81']);
  assert.equal(ports({ instances: 1, exec_mode: 'cluster', env: { PORT: 80 } }), ['80']);
  assert.equal(ports({ instances: 2, exec_mode: 'fork', env: { PORT: 80 } }), ['80', '80']);
  assert.equal(ports({ instances: 2, increment_var: 'PORT', env: { PORT: 80 } }), ['80', '81']);
  assert.equal(ports({ instances: 2, env: { PORT: 80 } }), ['80', '81']);
  assert.equal(ports({ instances: 2, script: 'a.sh', env: { PORT: 80 } }), ['80', '80']);
  assert.equal(warned({ instances: 2, exec_mode: 'cluster' }), ['exec_mode']);
  assert.match(app({ instances: 2 }).warnings[0]!, 'read it from PORT');
  assert.equal(warned({ exec_mode: 'cluster' }), []);
});

test('environments are merged on request, and otherwise named', () => {
  const keys = { env: { A: 1, B: { c: 1 }, D: null }, env_production: { A: 2 }, env_test: { A: 3 } };
  assert.equal(specOf(keys).env, { A: '1', B: '{"c":1}', D: 'null', NODE_APP_INSTANCE: '0' });
  assert.is(specOf(keys, { profile: 'production' }).env.A, '2');
  assert.equal(warned(keys), ['env_production', 'env_test']);
  assert.match(app(keys).warnings[0]!, 'is used with --env production');
  assert.match(app(keys, { profile: 'staging' }).warnings.at(-1)!, /"env_staging".*only "env" is used/);
  assert.is(specOf({ env_production: { A: 2 } }, { profile: 'production' }).env.A, '2');
  assert.is(specOf({ filter_env: true }).inheritEnv, false);
  assert.equal(warned({ filter_env: ['SECRET'] }), ['filter_env']);
  assert.is(specOf({ script: 'a.py' }).env.PYTHONUNBUFFERED, '1');
});

test('the life of a process is mapped', () => {
  assert.equal(specOf({}).restart, {
    policy: 'always',
    backoffMs: [100, 1000],
    // The 16th crash is the end.
    maxRestarts: 15,
    windowMs: 60_000,
    stableAfterMs: 1000,
  });
  assert.equal(specOf({ max_restarts: 100, min_uptime: '2s' }).restart.windowMs, 200_000);
  assert.equal(specOf({ restart_delay: 5000 }).restart.backoffMs, [5000, 5000]);
  assert.equal(specOf({ exp_backoff_restart_delay: 100 }).restart.backoffMs, [100, 15_000]);
  assert.equal(specOf({ exp_backoff_restart_delay: 20_000 }).restart.backoffMs, [20_000, 20_000]);
  assert.is(specOf({ autorestart: false }).restart.policy, 'never');
  assert.is(specOf({ cron: '0 4 * * *' }).restart.cron, '0 4 * * *');
  assert.equal(warned({ cron_restart: '0 4 * * *' }), []);
  assert.equal(warned({ cron_restart: '0 4 * * *', autorestart: false }), ['cron_restart']);
  const codes = (value: unknown) => specOf({ stop_exit_codes: value }).restart.stopExitCodes;
  assert.equal([codes([0]), codes('0 3'), codes(['0', 3]), codes(3)], [[0], [0, 3], [0, 3], [3]]);
  assert.equal(warned({ stop_exit_codes: [0, 3] }), []);
  assert.is(specOf({ stop_exit_codes: [0] }).restart.policy, 'always');
  assert.equal(specOf({}).stop, { signal: 'SIGINT', timeoutMs: 10_000 });
  assert.equal(specOf({ kill_timeout: '1600', kill_signal: 'SIGTERM' }).stop, {
    signal: 'SIGTERM',
    timeoutMs: 1600,
  });
  assert.is(specOf({ uid: 'www-data' }).user, 'www-data');
  assert.is(specOf({ uid: 'www-data', gid: 33 }).group, '33');
  assert.is(specOf({ user: 33 }).user, '33');
  assert.is(convert({ apps: [{ script: 'a.js', autostart: false }] }).instances.length, 0);
});

test('a key that PM2 treats as "not set" gets its default, and is named if it has a value', () => {
  const zero = app({ max_restarts: 0, min_uptime: 0, kill_timeout: 0, stop_exit_codes: 0, restart_delay: 0 });
  const [spec] = zero.instances;
  assert.equal([spec!.restart.maxRestarts, spec!.restart.policy], [15, 'always']);
  assert.is(spec!.stop.timeoutMs, 10_000);
  assert.equal(
    zero.warnings.map((warning) => /"(\w+)".*PM2 treats 0 as "not set"/.exec(warning)?.[1]),
    ['max_restarts', 'min_uptime', 'kill_timeout', 'stop_exit_codes'],
  );
  assert.is(specOf({ instances: 0 }).name, 'a');
});

test('exit codes that are not numbers are skipped and named', () => {
  assert.is(specOf({ stop_exit_codes: '[0]' }).restart.policy, 'always');
  assert.match(app({ stop_exit_codes: '[0]' }).warnings[0]!, /"\[0\]" is not an exit code.*write \[0\]/);
});

test('of several spellings of a key, the one that PM2 uses counts, and the other is named', () => {
  const out = (keys: Record<string, unknown>) => specOf(keys).logs.out;
  assert.is(out({ out: 'a.log', out_file: 'b.log' }), '/srv/b.log');
  assert.is(out({ out: 'a.log', out_log: 'b.log' }), '/srv/b.log');
  assert.is(out({ out: 'a.log', out_file: '' }), '/srv/a.log');
  assert.is(specOf({ user: 'a', uid: 5 }).user, '5');
  assert.equal(app({ name: 'x', out: 'a.log', out_file: 'b.log' }).warnings, [
    '"out" of x: "out_file" means the same, and PM2 uses that one',
  ]);
  assert.equal(warned({ out: 'b.log', out_file: 'b.log' }), []);
});

test('arguments in a string are split only at spaces; quotes and backslashes within a word stay', () => {
  const args = (text: unknown) => specOf({ args: text }).argv.slice(2);
  assert.equal(args('--a="b c" --d=\'e f\' "g h" \'i\' x\\y z"'), [
    '--a="b c"',
    "--d='e f'",
    'g h',
    'i',
    'x\\y',
    'z"',
  ]);
  assert.equal(args('  '), []);
  assert.equal(args(['--a="b"', 3]), ['--a="b"', '3']);
  assert.equal(specOf({ node_args: '-r "a b"' }).argv.slice(0, 3), ['node', '-r', 'a b']);
});

test('a command line gets no arguments, and one that needs a shell gets a shell', () => {
  const line = app({ script: 'python x.py', args: '--ok' });
  assert.equal(line.instances[0]!.argv, ['python', 'x.py']);
  assert.match(line.warnings[1]!, /"args".*write them in "script"/);
  for (const script of ['exec node a.js', 'cd x && node a.js', 'A=1 node a.js', 'node $HOME/a.js'])
    assert.equal(specOf({ script }).argv.slice(1), ['-c', script]);
});

test('a file of variables, which PM2 does not read, is reported with the key to use', () => {
  assert.match(app({ env_file: '.env' }).warnings[0]!, /"env_file".*"envFile"/);
});

test("an app that uses PM2's own file server is refused before anything starts", () => {
  const refused = (content: unknown) =>
    convertEcosystem(content, OPTIONS).problems.map(({ segments }) => segments.join('.'));
  assert.equal(refused({ apps: [{ script: 'a.js' }, { script: 'serve' }] }), ['apps.1.script']);
  assert.equal(refused([{ exec: 'serve' }]), ['0.script']);
  assert.equal(refused({ pm2: { script: 'serve' } }), ['pm2.0.script']);
});

test('wait_ready is mapped for Node and named for anything else', () => {
  const spec = specOf({ wait_ready: true });
  assert.equal(spec.ready, { timeoutMs: 10_000, kind: 'fd', fd: 3 });
  assert.is(spec.env.NODE_CHANNEL_FD, '3');
  assert.is(specOf({ wait_ready: true, listen_timeout: 500 }).ready!.timeoutMs, 500);
  assert.is(specOf({ script: 'a.py', wait_ready: true }).ready, undefined);
  assert.equal(warned({ script: 'a.py', wait_ready: true }), ['wait_ready']);
  assert.equal(warned({ listen_timeout: 500 }), ['listen_timeout']);
});

test("log files are relative to the app's folder", () => {
  const logs = (keys: Record<string, unknown>) =>
    app({ cwd: 'x', ...keys }).instances.map((spec) => spec.logs);
  assert.equal(logs({ out_file: 'o.log', error: '~/e.log' }), [
    { out: '/srv/x/o.log', err: join(homedir(), 'e.log') },
  ]);
  assert.equal(logs({ log: 'l.log' }), [{ out: '/srv/x/l.log', err: '/srv/x/l.log' }]);
  assert.equal(logs({ out: '/dev/null', err_file: 'NULL' }), [{ out: '/dev/null', err: '/dev/null' }]);
  assert.equal(logs({ disable_logs: true }), [{ out: '/dev/null', err: '/dev/null' }]);
  assert.equal(logs({ instances: 2, output: 'o.log', error: 'o.log' })[1], {
    out: '/srv/x/o-1.log',
    err: '/srv/x/o-1.log',
  });
  assert.equal(logs({ instances: 2, combine_logs: true, output: 'o.log' })[1], {
    out: '/srv/x/o.log',
    err: '/h/logs/a-1.err.log',
    pattern: { out: '/srv/x/o.log' },
  });
  assert.equal(warned({ log_file: 'l.log', out_file: 'o.log' }), ['log_file']);
  assert.equal(warned({ merge_logs: true, instances: 2, exec_mode: 'fork' }), ['merge_logs']);
});

test('every key without an equivalent is named once with all its apps, in any spelling', () => {
  const unmapped = {
    watchOptions: { depth: 1 },
    time: true,
    treekill: false,
    pid: 'x.pid',
    shutdown_with_message: true,
    wholly_unknown: 1,
  };
  assert.equal(warned(unmapped), [
    'watch_options',
    'time',
    'treekill',
    'pid_file',
    'shutdown_with_message',
    'wholly_unknown',
  ]);
  const off = {
    watch: false,
    ignore_watch: [],
    time: false,
    treekill: true,
    vizion: true,
    pmx: true,
    cron_restart: 0,
    autorestart: true,
  };
  assert.equal(warned(off), []);
  const { warnings } = convert({
    apps: [
      { script: 'a.js', time: true },
      { script: 'b.js', time: true },
    ],
    static: [],
    other: 1,
  });
  assert.equal(warnings, [
    '"static": OPM has no file server; it is ignored',
    '"other": is not a PM2 key that OPM knows; it is ignored',
    '"time" of a, b: processes write directly to their log files, so lines get no date and are not wrapped in JSON; it is ignored',
  ]);
});

test('values that PM2 would reject too are problems of the converted file', () => {
  const { content } = convertEcosystem(
    {
      apps: [
        { script: './a.js', instances: 'many', kill_timeout: 'long' },
        { name: 'x', exec: '' },
      ],
    },
    OPTIONS,
  );
  assert.equal(
    validateConfig(content).problems.map(({ segments }) => segments.join('.')),
    ['apps.0.instances', 'apps.0.stop.timeout', 'apps.1.command'],
  );
});

test.run();
