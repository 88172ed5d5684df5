import { createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from './lab.ts';

const test = suite<{ lab: Lab }>('apps that cannot run');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const STACK = /\n\s+at .+:\d+/;

/** Restores this app beside a good one: nothing may be left, and one message says why. */
async function refused(lab: Lab, app: object, reason: RegExp): Promise<void> {
  const config = lab.config([
    { name: 'good', command: 'sleep 1000', minUptime: 0 },
    { name: 'bad', command: 'sleep 1000', minUptime: 0, dependsOn: ['good'], ...app },
  ]);
  const plain = await lab.opm(['restore', '--config', config]);
  assert.is(plain.code, 1, plain.stderr);
  const text = plain.stdout + plain.stderr;
  assert.match(text, reason);
  assert.match(text, /bad/);
  assert.not.match(text, STACK);
  const { ran, report } = await lab.restore(config);
  assert.is(ran.code, 1);
  assert.is(report.outcome, 'rolled-back');
  assert.equal(
    report.failed.map(({ name }) => name),
    ['bad'],
  );
  assert.match(report.failed[0]!.reason, reason);
  assert.equal([lab.processes(), await lab.list()], [[], []]);
}

test('a command that does not exist', ({ lab }) =>
  refused(lab, { command: 'no-such-command --now' }, /"no-such-command".*PATH/));

test('a folder that does not exist', ({ lab }) =>
  refused(lab, { cwd: './nowhere' }, /folder ".*nowhere" does not exist/));

test('a file that is not executable', ({ lab }) => {
  lab.write('tool', '#!/bin/sh\necho hi\n');
  return refused(lab, { command: './tool' }, /tool" is not executable/);
});

test('a user that the machine does not have', ({ lab }) =>
  refused(lab, { user: 'nobody-of-that-name' }, /no user "nobody-of-that-name"/));

test('a port that is taken, with its holder', async ({ lab }) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    await refused(lab, { port }, new RegExp(`port ${port} is in use by process ${process.pid} `));
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('an app that exits immediately, with its last log lines', async ({ lab }) => {
  const command = 'sh -c "echo reading settings; echo no such table: users >&2; exit 12"';
  await refused(lab, { command, minUptime: '5s' }, /exited with code 12/);
  const { stdout, stderr } = await lab.opm(['restore', '--config', `${lab.folder}/opm.config.json`]);
  assert.match(stdout + stderr, /no such table: users/);
});

test('an app that is killed immediately', ({ lab }) =>
  refused(lab, { command: ['sh', '-c', 'kill -SEGV $$'], minUptime: '5s' }, /SIGSEGV/));

test('an app that never gets ready', ({ lab }) =>
  refused(lab, { ready: { log: 'never', timeout: '300ms' } }, /not ready.*300\s?ms|300\s?ms.*never/));

test('opm start says the same', async ({ lab }) => {
  const wrong: [string[], RegExp][] = [
    [['start', 'no-such-command --now'], /"no-such-command"/],
    [['start', 'sleep 1000', '--cwd', 'nowhere'], /folder ".*nowhere" does not exist/],
    [['start', 'sleep 1000', '--user', 'nobody-of-that-name'], /no user "nobody-of-that-name"/],
  ];
  for (const [args, reason] of wrong) {
    const { code, stdout, stderr } = await lab.opm(args);
    assert.is(code, 1, stderr);
    assert.match(stdout + stderr, reason);
    assert.not.match(stdout + stderr, STACK);
  }
  assert.equal(await lab.list(), []);
});

test('targets that match nothing, for every command with targets', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'api', command: 'sleep 1000', minUptime: 0 }]));
  const commands = [
    'stop',
    'restart',
    'reload',
    'remove',
    'reset',
    'signal HUP',
    'info',
    'env',
    'logs',
    'flush',
  ];
  for (const command of commands) {
    const { code, stdout, stderr } = await lab.opm([...command.split(' '), 'ghost']);
    assert.is(code, 1, `${command}: ${stderr}`);
    assert.is(stdout, '');
    assert.match(stderr, /^opm: Nothing matches "ghost"; there are: api\n$/);
  }
  for (const args of [
    ['scale', 'ghost', '2'],
    ['adjust', 'ghost', '--name', 'x'],
  ])
    assert.is((await lab.opm(args)).code, 1);
  assert.is(lab.leaders().length, 1);
});

test.run();
