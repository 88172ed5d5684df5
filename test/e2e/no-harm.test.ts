import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answersOn, freePort, freePorts } from './free-ports.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('nothing that runs is stopped for a mistake');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };
const pids = (lab: Lab) => lab.leaders().map(({ pid }) => pid);

test('restart and reload leave an app alone if its script is gone', async ({ lab }) => {
  const script = lab.write('s.sh', 'sleep 1000\n');
  await lab.ok(['start', script, '--name', 's']);
  const before = pids(lab);
  fs.renameSync(script, `${script}.old`);
  for (const command of ['restart', 'reload']) {
    const { code, stderr, stdout } = await lab.opm([command, 's']);
    assert.is(code, 1);
    assert.match(
      `${stdout}${stderr}`,
      /left as it is: Cannot start "s": the script ".*s\.sh" does not exist/,
    );
    assert.equal(pids(lab), before);
  }
  assert.is((await lab.list())[0]?.status, 'online');
  fs.renameSync(`${script}.old`, script);
  await lab.ok(['restart', 's']);
});

for (const [what, change, message] of [
  ['a misspelt command', { command: 'sleeep 1000' }, /the command "sleeep" was not found/],
  ['a missing folder', { cwd: './gone' }, /the folder ".*gone" does not exist/],
  ['an unknown user', { user: 'nobody-of-that-name' }, /has no user "nobody-of-that-name"/],
  ['a log in a file', { logs: { out: './opm.config.json/x.log' } }, /log folder .* cannot be used/],
] as const) {
  test(`a restore with ${what} stops nothing, and the dry run says so`, async ({ lab }) => {
    const web = { name: 'web', ...sleeper, dependsOn: ['db'] };
    const db = { name: 'db', ...sleeper };
    await lab.restore(lab.config([db, web]));
    const before = pids(lab);
    const config = lab.config([
      { ...db, ...change },
      { ...web, command: 'sleep 2000' },
    ]);
    const dry = await lab.restore(config, '--dry-run');
    assert.equal([dry.ran.code, dry.report.outcome], [1, 'planned']);
    assert.match(dry.report.failed[0]?.reason ?? '', message);
    const { ran, report } = await lab.restore(config);
    assert.equal([ran.code, report.outcome], [1, 'rolled-back']);
    assert.match(report.reason ?? '', /^nothing was stopped or started: Cannot start "db": /);
    assert.match(report.reason ?? '', message);
    assert.equal(pids(lab), before);
    assert.equal(fs.existsSync(path.join(lab.folder, 'gone')), false);
  });
}

test('a port held by a foreign process is detected before anything is stopped; one that will be freed is not an obstacle', async ({
  lab,
}) => {
  const [own, other] = [await freePort(), await freePort()];
  const listen = `require('net').createServer().listen(process.env.PORT, '127.0.0.1')`;
  const server = lab.write('server.js', listen);
  const app = { name: 'api', command: `node ${server}`, port: own, ready: { tcp: `127.0.0.1:${own}` } };
  await lab.restore(lab.config([app]));
  const [before] = pids(lab);
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(other, '127.0.0.1', resolve));
  try {
    const moved = { ...app, port: other, ready: { tcp: `127.0.0.1:${other}` } };
    const { report } = await lab.restore(lab.config([moved]));
    assert.match(report.reason ?? '', new RegExp(`port ${other} is in use by process ${process.pid}`));
    assert.equal(pids(lab), [before]);
  } finally {
    holder.close();
  }
  // Its own port, and that of an app that is stopped for it, will be free.
  const config = lab.config([{ ...app, name: 'new', env: { A: 'b' } }]);
  const { report } = await lab.restore(config, '--prune');
  assert.is(report.outcome, 'committed', report.reason ?? '');
  const again = await lab.restore(lab.config([{ ...app, name: 'new', env: { A: 'c' } }]));
  assert.is(again.report.outcome, 'committed', again.report.reason ?? '');
});

test('a foreign process on its port never makes an app online, neither before nor after its start', async ({
  lab,
}) => {
  const port = await freePort();
  const app = {
    name: 'api',
    command: ['sh', '-c', 'sleep 2; exit 1'],
    ready: { tcp: port },
    minUptime: 0,
  };
  await lab.restore(lab.config([{ name: 'other', ...sleeper }]));
  const before = pids(lab);
  const stranger = createServer();
  const listen = () => new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  await listen();
  try {
    const config = lab.config([{ name: 'other', ...sleeper, env: { A: 'b' } }, app]);
    const early = await lab.restore(config);
    assert.match(
      early.report.reason ?? '',
      new RegExp(`^nothing was stopped or started: .*port ${port} is in use by process ${process.pid} `),
    );
    assert.equal(pids(lab), before);
    await new Promise((resolve) => stranger.close(resolve));
    const { ended } = lab.start(['restore', '--config', config, '--json']);
    await until(() => lab.leaders().some(({ name }) => name === 'api'), 'the app was started');
    await listen();
    const late = JSON.parse((await ended).stdout);
    assert.equal([late.outcome, late.reason], ['rolled-back', '"api" exited with code 1']);
  } finally {
    await new Promise((resolve) => stranger.close(resolve));
  }
});

test('during a restore that replaces four instances, three of them always answer', async ({ lab }) => {
  const ports = await freePorts(4);
  const server = lab.write(
    'server.js',
    `require('net').createServer((socket) => socket.end()).listen(process.env.PORT, '127.0.0.1')`,
  );
  const [port] = ports;
  const app = {
    name: 'api',
    command: ['node', server],
    port,
    instances: 4,
    ready: { tcp: port },
    minUptime: 0,
  };
  await lab.restore(lab.config([app]));
  const running = lab.start([
    'restore',
    '--config',
    lab.config([{ ...app, env: { VERSION: '2' } }]),
    '--json',
  ]);
  let fewest = 4;
  let isOver = false;
  void running.ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const answers = await Promise.all(ports.map(answersOn));
    fewest = Math.min(fewest, answers.filter(Boolean).length);
  }
  const { stdout, code } = await running.ended;
  assert.equal([code, JSON.parse(stdout).replaced.length], [0, 4]);
  assert.is(fewest, 3);
});

test('adjust refuses a command that cannot be started, and changes nothing', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'a', ...sleeper }]));
  const before = pids(lab);
  const { code, stderr } = await lab.opm(['adjust', 'a', '--command', 'sleeep 1']);
  assert.is(code, 1);
  assert.match(stderr, /Nothing was changed: Cannot start "a": the command "sleeep" was not found/);
  assert.equal(pids(lab), before);
  assert.equal((await lab.info('a')).command, ['sleep', '1000']);
});

test('opm start of a changed app stops nothing if the new one cannot be started', async ({ lab }) => {
  await lab.ok(['start', 'sleep 1000', '--name', 'a']);
  const before = pids(lab);
  const { code, stdout, stderr } = await lab.opm([
    'start',
    'sleep 1000',
    '--name',
    'a',
    '--user',
    'nobody-of-that-name',
  ]);
  assert.is(code, 1);
  assert.match(`${stdout}${stderr}`, /nothing was stopped or started/);
  assert.equal(pids(lab), before);
});

test.run();
