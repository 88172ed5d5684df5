import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreReport } from '../../src/protocol/restore-report.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('opm start');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const SHOW = 'echo "$PWD|$OPM_NAME:$OPM_INSTANCE|$PORT|$COLOUR|$*"; exec sleep 1000\n';

async function launch(lab: Lab, ...args: string[]): Promise<RestoreReport> {
  return JSON.parse(await lab.ok(['start', ...args, '--json'])) as RestoreReport;
}

/** What the app wrote first. */
async function outputOf(lab: Lab, target: string): Promise<string> {
  const { logs } = await lab.info(target);
  await until(() => fs.readFileSync(logs.out, 'utf8').includes('\n'), `${target} has written a line`);
  return fs.readFileSync(logs.out, 'utf8').trim();
}

test('a script runs with the interpreter of its extension, its own folder, arguments, variables and ports', async ({
  lab,
}) => {
  lab.write('show.sh', SHOW);
  fs.mkdirSync(`${lab.folder}/elsewhere`);
  await lab.ok([
    'start',
    'show.sh',
    ...['--name', '1e3', '-i', '2', '--port', '4100', '--env', 'COLOUR=red', '--cwd', 'elsewhere'],
    ...['--namespace', 'shop', '--restart', 'never', '--', 'one', '--two', 'three four'],
  ]);
  const started = await lab.list();
  assert.equal(
    started.map(({ name, instance, namespace, status }) => ({ name, instance, namespace, status })),
    [0, 1].map((instance) => ({ name: '1e3', instance, namespace: 'shop', status: 'online' })),
  );
  assert.is(await outputOf(lab, '1e3:1'), `${lab.folder}/elsewhere|1e3:1|4101|red|one --two three four`);
  const { command, port } = await lab.info('1e3:1');
  assert.match(command[0]!, /^(bash|sh)$/);
  assert.is(port, 4101);
});

test('an executable script without extension, another interpreter, and a command in quotes', async ({
  lab,
}) => {
  lab.write('tool', `#!/bin/sh\n${SHOW}`, 0o755);
  lab.write('odd.txt', SHOW);
  const reports = [
    await launch(lab, './tool'),
    await launch(lab, 'odd.txt', '--interpreter', 'sh', '--name', 'odd'),
    await launch(lab, 'sleep 1000', '--name', 'quoted'),
    await launch(lab, 'echo $((20 + 3)) | cat; sleep 1000', '--shell', '--name', 'shelled'),
  ];
  assert.equal(
    reports.flatMap(({ outcome, started }) => [outcome, ...started.map(({ name }) => name)]),
    ['committed', 'tool', 'committed', 'odd', 'committed', 'quoted', 'committed', 'shelled'],
  );
  assert.match(await outputOf(lab, 'odd'), /odd:0/);
  assert.is(await outputOf(lab, 'shelled'), '23');
  assert.equal((await lab.info('quoted')).command, ['sleep', '1000']);
});

test('a start stops nothing that was started before unless it names it', async ({ lab }) => {
  for (const folder of ['one', 'two']) lab.write(`${folder}/index.sh`, SHOW);
  await lab.ok(['start', 'one/index.sh', '-i', '2']);
  await lab.ok(['start', 'sleep 1000']);
  const before = lab.leaders();
  const second = await lab.opm(['start', 'two/index.sh']);
  assert.is(second.code, 0, second.stderr);
  assert.match(second.stderr, /"index" is another app .*this one is called "index-2"/);
  await lab.ok(['start', 'sleep 2000']);
  await lab.ok(['start', 'one/index.sh']);
  const named = await lab.opm(['start', 'two/index.sh', '--name', 'index']);
  assert.is(named.code, 1);
  assert.match(named.stderr, /another app with this name is running/);
  const labels = (await lab.list()).map(({ name, instance }) => `${name}:${instance}`);
  assert.equal(labels, ['index:0', 'index:1', 'sleep:0', 'index-2:0', 'sleep-2:0']);
  const pids = lab.leaders().map(({ pid }) => pid);
  for (const { pid, name } of before) assert.ok(pids.includes(pid), `${name} still runs`);
  await lab.ok(['start', 'two/index.sh', '--name', 'index', '--replace']);
  assert.is((await lab.info('index:0')).command[1], `${lab.folder}/two/index.sh`);
});

test('the config files of two projects do not touch the apps of each other, whose names follow from their scripts', async ({
  lab,
}) => {
  for (const folder of ['one', 'two']) {
    lab.write(`${folder}/index.sh`, SHOW);
    lab.write(`${folder}/ecosystem.config.json`, { apps: [{ script: 'index.sh' }] });
  }
  const [one, two] = ['one/ecosystem.config.json', 'two/ecosystem.config.json'] as const;
  await lab.ok(['start', one]);
  const before = lab.leaders();
  for (const [command, message] of [
    ['start', /another app with this name is running: .*one\/ecosystem\.config\.json.*start --replace .*two/],
    ['restart', /another app with this name is running/],
    ['reload', /another app with this name is running/],
    ['stop', /Nothing matches ".*two\/ecosystem\.config\.json#index"/],
    ['remove', /Nothing matches/],
  ] as const) {
    const { code, stderr } = await lab.opm([command, two]);
    assert.is(code, 1, stderr);
    assert.match(stderr, message);
    assert.equal(lab.leaders(), before);
  }
  await lab.ok(['stop', one]);
  assert.equal(lab.leaders(), []);
  await lab.ok(['start', two]);
  assert.is(lab.leaders().length, 1);
});

test('the apps of a config file; those that run with the same spec are kept', async ({ lab }) => {
  const sleeper = { command: 'sleep 1000', minUptime: 0 };
  lab.config([{ name: 'db', ...sleeper }]);
  await launch(lab, 'opm.config.json');
  const before = lab.leaders();
  lab.config([
    { name: 'db', ...sleeper },
    { name: 'api', ...sleeper, dependsOn: ['db'] },
  ]);
  const report = await launch(lab, 'opm.config.json');
  assert.equal(
    [report.kept.map(({ name }) => name), report.started.map(({ name }) => name)],
    [['db'], ['api']],
  );
  assert.ok(lab.leaders().some(({ pid }) => pid === before[0]!.pid));
});

test('a stopped instance by name, by id and by name and number; a running one is left alone', async ({
  lab,
}) => {
  await lab.restore(lab.config([{ name: 'web', command: 'sleep 1000', minUptime: 0, instances: 3 }]));
  await lab.ok(['stop', 'all']);
  assert.equal(lab.processes(), []);
  await lab.ok(['start', '1']);
  await lab.ok(['start', 'web:2']);
  const [first, second] = lab.leaders();
  assert.equal([first!.instance, second!.instance].sort(), ['1', '2']);
  const outcomes = JSON.parse(await lab.ok(['start', 'web', '--json']));
  assert.equal(
    outcomes.map(({ instance, ok, status }: never) => [instance, ok, status]),
    [0, 1, 2].map((instance) => [instance, true, 'online']),
  );
  const pids = lab.leaders().map(({ pid }) => pid);
  assert.is(pids.length, 3);
  assert.ok(pids.includes(first!.pid) && pids.includes(second!.pid));
});

test('a failed start leaves nothing behind and says why', async ({ lab }) => {
  const wrong: [string[], number, RegExp][] = [
    [['start', 'missing.js'], 1, /the file .*missing\.js does not exist/],
    [['start', 'no-such-command'], 1, /no-such-command/],
    [['start', 'sleep', '1000'], 64, /Quote a command of several words: opm start "sleep 1000"/],
    [['start', 'sleep 1000', '--max-memory', '50'], 64, /--max-memory/],
    [['start', 'sleep 1000', '--restart', 'sometimes'], 64, /always, on-failure, never/],
    [['start', 'sleep 1000', '--env', 'NOPE'], 64, /KEY=VALUE/],
    [['start', 'sleep 1000', '--name', 'all'], 64, /name/],
    [['start', 'sleep 1000', '--name', '007'], 64, /"007" is not a usable name/],
    [['start', 'sh -c "echo it burns >&2; exit 7"', '--name', 'fire'], 1, /code 7[\s\S]*it burns/],
  ];
  for (const [args, code, message] of wrong) {
    const ran = await lab.opm(args);
    assert.is(ran.code, code, `opm ${args.join(' ')}: ${ran.stderr}`);
    assert.match(ran.stderr, message);
  }
  assert.equal(await lab.list(), []);
  assert.equal(lab.processes(), []);
});

test.run();
