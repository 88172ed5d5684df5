import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('withdrawing a restore that waits');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

/** An app that takes a SIGTERM lightly is being stopped; a restore of another set waits for that. */
async function waitingRestore(lab: Lab, ...more: string[]) {
  const stubborn = {
    name: 'stubborn',
    command: ['sh', '-c', 'trap "echo no" TERM; echo up; while :; do sleep 1000 & wait; done'],
    ready: { log: '^up$' },
    stop: { timeout: '60s' },
  };
  const config = lab.config([stubborn, { name: 'free', ...sleeper }]);
  await lab.restore(config);
  const stop = lab.start(['stop', 'stubborn']);
  const stubbornPid = lab.leaders().find(({ name }) => name === 'stubborn')!.pid;
  await said(lab.start(['logs', '-f', 'stubborn']), /no/);
  const other = lab.config([stubborn, { name: 'other', ...sleeper }], {}, 'other.json');
  const restore = lab.start(['restore', '--config', other, ...more]);
  await said(restore, /waiting for "opm stop stubborn"/, 'keep');
  return { restore, stop, end: () => process.kill(stubbornPid, 'SIGKILL') };
}

/** Resolves when the program has said it; then the program is ended, unless it is to be kept. */
async function said(
  program: ReturnType<Lab['start']>,
  pattern: RegExp,
  then: 'end' | 'keep' = 'end',
): Promise<void> {
  let heard = '';
  await new Promise<void>((resolve) => {
    const listen = (text: unknown) => {
      heard += String(text);
      if (pattern.test(heard)) resolve();
    };
    program.child.stdout?.on('data', listen);
    program.child.stderr?.on('data', listen);
  });
  if (then === 'keep') return;
  process.kill(program.child.pid!, 'SIGTERM');
  await program.ended;
}

test('Ctrl-C withdraws a restore that is waiting for a command, and it never starts', async ({ lab }) => {
  const { restore, stop, end } = await waitingRestore(lab);
  process.kill(restore.child.pid!, 'SIGINT');
  const { code, stderr } = await restore.ended;
  assert.is(code, 130, stderr);
  assert.match(stderr, /Cancelled before it started/);
  assert.is(stop.child.exitCode, null, 'the command is still at work');
  end();
  assert.is((await stop.ended).code, 0);
  assert.equal(
    (await lab.list()).map(({ name, status }) => [name, status]),
    [
      ['stubborn', 'stopped'],
      ['free', 'online'],
    ],
  );
});

test('one SIGTERM is enough if the daemon hangs', async ({ lab }) => {
  const slow = { name: 'slow', command: 'sleep 1000', minUptime: '60s' };
  const restore = lab.start(['restore', '--config', lab.config([slow])]);
  await until(async () => (await lab.list())[0]?.status === 'starting', 'the restore has begun');
  const daemon = (await lab.daemonPid())!;
  process.kill(daemon, 'SIGSTOP');
  try {
    process.kill(restore.child.pid!, 'SIGTERM');
    const { code, stderr } = await restore.ended;
    assert.is(code, 143, stderr);
    assert.match(stderr, /The daemon does not answer/);
  } finally {
    process.kill(daemon, 'SIGCONT');
  }
});

test("the daemon's exit withdraws a waiting restore", async ({ lab }) => {
  const { restore, stop, end } = await waitingRestore(lab);
  const shutDown = lab.start(['daemon', 'stop']);
  const { code, stderr } = await restore.ended;
  assert.is(code, 130, stderr);
  assert.match(stderr, /the daemon is being shut down/);
  end();
  await stop.ended;
  assert.is((await shutDown.ended).code, 0);
  assert.equal(lab.processes(), []);
});

test.run();
