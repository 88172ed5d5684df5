import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('restart policy');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** Runs until it is killed; once the file `crash` is there, every start of it fails at once. */
const FRAGILE = `
date +%s%N >> starts
test -e crash && echo "no luck" >&2 && exit 3
echo up; exec sleep 1000
`;

const statusOf = async (lab: Lab, target: string) => (await lab.info(target)).status;

test('the first crash restarts immediately, the next after the backoff, and too many make it errored', async ({
  lab,
}) => {
  const app = {
    ...{ name: 'fragile', command: ['sh', lab.write('fragile.sh', FRAGILE)], ready: { log: '^up$' } },
    restart: { backoff: ['1s', '30s'], maxRestarts: 2, window: '60s' },
  };
  await lab.restore(lab.config([app]));
  lab.write('crash', '');
  const killedAt = BigInt(Date.now()) * 1_000_000n;
  process.kill(lab.leaders()[0]!.pid, 'SIGKILL');
  await until(async () => (await statusOf(lab, 'fragile')) === 'backoff', 'it waits for its next try');
  await until(async () => (await statusOf(lab, 'fragile')) === 'errored', 'it is given up');
  const starts = fs.readFileSync(`${lab.folder}/starts`, 'utf8').trim().split('\n').map(BigInt);
  assert.is(starts.length, 3);
  assert.ok(starts[1]! - killedAt < 1_000_000_000n, 'the first restart did not wait');
  assert.ok(starts[2]! - starts[1]! >= 1_000_000_000n, 'the second one did');
  const info = await lab.info('fragile');
  assert.equal([info.restarts, info.exitCode, info.pid, info.wanted], [2, 3, null, 'running']);
  assert.match(info.lastExit!.reason!, /code 3.*restarted 2 times within/);
  assert.equal(lab.processes(), []);

  fs.rmSync(`${lab.folder}/crash`);
  await lab.ok(['start', 'fragile']);
  assert.is(await statusOf(lab, 'fragile'), 'online');
});

test('never, on-failure and always do what they say after exit codes 0 and 1', async ({ lab }) => {
  const script = lab.write(
    'ends.sh',
    `mkfifo "$OPM_NAME.fifo" 2>/dev/null; exec 3<>"$OPM_NAME.fifo"; echo up; read -r code <&3; exit "$code"\n`,
  );
  const names = ['never-1', 'never-0', 'on-failure-1', 'on-failure-0', 'always-1', 'always-0'];
  const apps = names.map((name) => ({
    ...{ name, command: ['sh', script], ready: { log: '^up$' }, restart: name.slice(0, -2) },
  }));
  await lab.restore(lab.config(apps));
  const before = new Map(lab.leaders().map(({ name, pid }) => [name, pid]));
  for (const name of names) fs.writeFileSync(`${lab.folder}/${name}.fifo`, `${name.at(-1)}\n`);
  const again = ['always-0', 'always-1', 'on-failure-1'];
  await until(
    async () =>
      (await lab.list()).every(({ name, status, pid }) =>
        again.includes(name) ? status === 'online' && pid !== before.get(name) : status === 'stopped',
      ),
    'every app is where its policy puts it',
  );
  const entries = await lab.list();
  assert.equal(
    entries
      .filter(({ restarts }) => restarts === 1)
      .map(({ name }) => name)
      .sort(),
    again,
  );
  assert.is(entries.find(({ name }) => name === 'never-1')!.exitCode, 1);
});

test('an app that ignores SIGTERM gets its own stop signal first, then SIGKILL after its time-out', async ({
  lab,
}) => {
  const deaf = lab.write('deaf.sh', `trap '' TERM; echo up; while :; do sleep 1000 & wait $!; done\n`);
  const polite = lab.write(
    'polite.sh',
    `trap 'echo bye; exit 0' INT; trap '' TERM; echo up; while :; do sleep 1000 & wait $!; done\n`,
  );
  const ready = { log: '^up$' };
  await lab.restore(
    lab.config([
      { name: 'deaf', command: ['sh', deaf], ready, stop: { timeout: '400ms' } },
      { name: 'polite', command: ['sh', polite], ready, stop: { signal: 'SIGINT', timeout: '20s' } },
    ]),
  );
  const begunMs = performance.now();
  await lab.ok(['stop', 'deaf']);
  assert.ok(performance.now() - begunMs >= 400);
  await lab.ok(['stop', 'polite']);
  assert.is((await lab.info('deaf')).lastExit!.signal, 'SIGKILL');
  assert.equal([(await lab.info('polite')).exitCode, lab.processes()], [0, []]);
  assert.match(await lab.ok(['logs', 'polite']), /bye/);
});

test('a paused app can be stopped', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'a', command: 'sleep 1000', minUptime: 0 }]));
  process.kill(lab.leaders()[0]!.pid, 'SIGSTOP');
  await lab.ok(['stop', 'a']);
  assert.is((await lab.info('a')).lastExit!.signal, 'SIGTERM');
});

test('children left behind by a crashed app are ended before it is restarted', async ({ lab }) => {
  const script = lab.write('parent.sh', 'sleep 1000 & (setsid sleep 1000 &)\necho up; wait\n');
  await lab.restore(lab.config([{ name: 'a', command: ['sh', script], ready: { log: '^up$' } }]));
  await until(() => lab.processes().length === 3, 'parent and children run');
  const before = lab.processes().map(({ pid }) => pid);
  process.kill((await lab.info('a')).pid!, 'SIGKILL');
  await until(async () => (await lab.info('a')).restarts === 1, 'it is started again');
  await until(() => lab.processes().length === 3, 'parent and children run again');
  assert.not.ok(lab.processes().some(({ pid }) => before.includes(pid)));
});

test('an app that forks twice leaves nothing behind, neither after a stop nor when it exits by itself', async ({
  lab,
}) => {
  const fork = '(setsid sh -c "sleep 1000 & sleep 1000" &)';
  const stays = lab.write('stays.sh', `${fork}\necho up; exec sleep 1000\n`);
  const leaves = lab.write('leaves.sh', `${fork}\nmkfifo go; exec 3<>go; echo up; read -r line <&3\n`);
  const ready = { log: '^up$' };
  await lab.restore(
    lab.config([
      { name: 'stays', command: ['sh', stays], ready },
      { name: 'leaves', command: ['sh', leaves], ready, restart: 'never' },
    ]),
  );
  const of = (name: string) => lab.processes().filter((one) => one.name === name);
  await until(() => of('stays').length === 4 && of('leaves').length === 4, 'all of them run');
  await lab.ok(['stop', 'stays']);
  assert.equal(of('stays'), []);
  fs.writeFileSync(`${lab.folder}/go`, 'go\n');
  await until(async () => (await statusOf(lab, 'leaves')) === 'stopped', 'it has ended');
  assert.equal(lab.processes(), []);
});

test.run();
