import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { beginningOf } from '../runner/beginning-of.ts';
import type { FleetProcess } from './lab.ts';
import { isAlive, Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('daemon');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };
const byPid = (leaders: FleetProcess[]): number[] => leaders.map(({ pid }) => pid).sort((a, b) => a - b);

/** Three processes of two apps that run. */
async function startFleet(lab: Lab): Promise<number[]> {
  const { ran } = await lab.restore(
    lab.config([
      { name: 'db', ...sleeper },
      { name: 'api', ...sleeper, instances: 2, dependsOn: ['db'] },
    ]),
  );
  assert.is(ran.code, 0, ran.stderr);
  return byPid(lab.leaders());
}

/** Live processes that serve as daemon of this home. */
function daemonsOf(home: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isAlive(Number(name)))
    .filter((name) => {
      try {
        const words = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8');
        const env = beginningOf(`/proc/${name}/environ`);
        return words.includes('\0daemon\0run\0') && `\0${env}`.includes(`\0OPM_HOME=${home}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

test('start, status and stop: one daemon, reported by exit code and JSON', async ({ lab }) => {
  const idle = await lab.opm(['daemon', 'status', '--json']);
  assert.is(idle.code, 69);
  const off = JSON.parse(idle.stdout);
  assert.equal([off.running, off.pid, off.uptimeMs, off.processes], [false, null, null, 0]);
  assert.not.ok(fs.existsSync(lab.home), 'asking makes no home');

  const first = JSON.parse(await lab.ok(['daemon', 'start', '--json']));
  const second = JSON.parse(await lab.ok(['daemon', 'start', '--json']));
  assert.is(first.pid, second.pid);
  assert.equal(daemonsOf(lab.home), [first.pid]);
  await startFleet(lab);
  const status = JSON.parse(await lab.ok(['daemon', 'health', '--json']));
  assert.equal(Object.keys(status), [
    ...['running', 'pid', 'home', 'version', 'runtime', 'uptimeMs', 'processes', 'adopted', 'native'],
  ]);
  assert.equal(
    [status.running, status.pid, status.home, status.processes, status.adopted],
    [true, first.pid, lab.home, 3, 0],
  );
  assert.is(fs.statSync(lab.home).mode & 0o777, 0o700);

  const stopped = JSON.parse(await lab.ok(['daemon', 'stop', '--json']));
  assert.equal(stopped, { stopped: 3, kept: 0, failed: [] });
  assert.equal([lab.processes(), daemonsOf(lab.home)], [[], []]);
  assert.is((await lab.opm(['daemon', 'stop'])).code, 0, 'stopping nothing is no failure');
  assert.equal(daemonsOf(lab.home), []);
});

test('after daemon stop nothing comes back by itself, and restore brings it all back', async ({ lab }) => {
  await startFleet(lab);
  await lab.ok(['daemon', 'stop']);
  assert.equal(
    (await lab.list()).map(({ status }) => status),
    ['stopped', 'stopped', 'stopped'],
  );
  assert.equal(lab.processes(), []);
  await lab.ok(['restore']);
  assert.is(lab.leaders().length, 3);
});

for (const [title, replace] of [
  ['daemon restart', (lab: Lab) => lab.ok(['daemon', 'restart'])],
  [
    'daemon stop --keep-apps and any command',
    async (lab: Lab) => {
      assert.equal(JSON.parse(await lab.ok(['daemon', 'stop', '--keep-apps', '--json'])).kept, 3);
      assert.equal(daemonsOf(lab.home), []);
      return lab.ok(['list']);
    },
  ],
  [
    'SIGKILL of the daemon and any command',
    async (lab: Lab) => {
      await lab.killDaemon();
      return lab.ok(['list']);
    },
  ],
] as const) {
  test(`${title}: every app keeps its PID and is still watched`, async ({ lab }) => {
    const before = await startFleet(lab);
    const old = await lab.daemonPid();
    await replace(lab);
    assert.is.not(await lab.daemonPid(), old);
    assert.equal(byPid(lab.leaders()), before);
    const entries = await lab.list();
    assert.equal(
      entries.map(({ pid, status, adopted, restarts }) => [before.includes(pid!), status, adopted, restarts]),
      [0, 1, 2].map(() => [true, 'online', true, 0]),
    );
    assert.equal(daemonsOf(lab.home).length, 1);

    const victim = entries.find(({ name }) => name === 'db')!.pid!;
    process.kill(victim, 'SIGKILL');
    await until(
      async () => (await lab.info('db')).restarts === 1 && (await lab.info('db')).status === 'online',
      'db was started again',
    );
    const db = await lab.info('db');
    assert.is(db.adopted, false);
    assert.is.not(db.pid, victim);
    assert.equal([db.lastExit!.code, db.lastExit!.signal], [null, null]);
    assert.match(db.lastExit!.reason!, /unknown/);
    assert.match(await lab.ok(['info', 'db']), /last exit +unknown/);
    assert.equal(
      byPid(lab.leaders()).filter((pid) => before.includes(pid)),
      before.filter((pid) => pid !== victim),
    );
    assert.equal(JSON.parse(await lab.ok(['ledger', 'verify', '--json'])).problems, []);
  });
}

test('an adopted app can be stopped, and daemon stop stops apps whose daemon was killed', async ({ lab }) => {
  await startFleet(lab);
  await lab.killDaemon();
  await lab.ok(['stop', 'api:1']);
  assert.is(lab.leaders().length, 2);
  await lab.killDaemon();
  const stopped = JSON.parse(await lab.ok(['daemon', 'stop', '--json']));
  assert.is(stopped.stopped, 2);
  assert.equal([lab.processes(), daemonsOf(lab.home)], [[], []]);
});

test('a daemon that accepts daemon stop and dies before it answers counts as stopped', async ({ lab }) => {
  fs.mkdirSync(lab.home, { mode: 0o700 });
  const dying = createServer((socket) => {
    socket.once('data', () => {
      dying.close();
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => dying.listen(path.join(lab.home, 'opm.sock'), resolve));
  const { code, stdout, stderr } = await lab.opm(['daemon', 'stop', '--json']);
  assert.is(code, 0, stderr);
  assert.equal(JSON.parse(stdout), { stopped: 0, kept: 0, failed: [] });
});

test('an app that exited while no daemon was running is started again by the next one', async ({ lab }) => {
  const before = await startFleet(lab);
  await lab.killDaemon();
  const victim = lab.leaders().find(({ name, instance }) => name === 'api' && instance === '1')!;
  process.kill(victim.pid, 'SIGKILL');
  await until(() => !isAlive(victim.pid), 'it has ended');
  await lab.ok(['daemon', 'start']);
  await until(async () => (await lab.list()).every(({ status }) => status === 'online'), 'all are online');
  const after = byPid(lab.leaders());
  assert.is(after.length, 3);
  assert.equal(
    after.filter((pid) => before.includes(pid)),
    before.filter((pid) => pid !== victim.pid),
  );
});

test('daemon reset stops and forgets everything, and keeps snapshots, logs and the old ledger', async ({
  lab,
}) => {
  const app = { name: 'talker', command: 'sh -c "echo hello; exec sleep 1000"', ready: { log: 'hello' } };
  await lab.restore(lab.config([app]));
  await lab.ok(['save']);
  const { ledgerKeptAs, stopped } = JSON.parse(await lab.ok(['daemon', 'reset', '--json']));
  assert.is(stopped, 1);
  assert.equal([lab.processes(), await lab.list()], [[], []]);
  assert.match(fs.readFileSync(ledgerKeptAs, 'utf8'), /talker/);
  assert.is(fs.readFileSync(`${lab.home}/logs/talker-0.out.log`, 'utf8'), 'hello\n');
  await lab.ok(['restore']);
  assert.equal(
    lab.leaders().map(({ name }) => name),
    ['talker'],
  );
});

test('two first commands at the same moment start one daemon', async ({ lab }) => {
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all([1, 2, 3].map(() => lab.opm(['daemon', 'start', '--json'])));
    for (const { code, stderr } of answers) assert.is(code, 0, stderr);
    const pids = new Set(answers.map(({ stdout }) => JSON.parse(stdout).pid));
    assert.is(pids.size, 1);
    // Those that came too late have said so and are about to end.
    await until(() => String(daemonsOf(lab.home)) === String([...pids]), 'one daemon is left');
    assert.is(await lab.daemonPid(), [...pids][0]);
    await lab.ok(['daemon', 'stop']);
  }
});

test('stop without a daemon starts nothing: what still runs is stopped, what has exited is not restarted', async ({
  lab,
}) => {
  const script = lab.write('count.sh', 'echo $OPM_NAME >> started; exec sleep 1000\n');
  const command = ['sh', script];
  await lab.restore(lab.config(['a', 'b'].map((name) => ({ name, command }))));
  const started = () => fs.readFileSync(`${lab.folder}/started`, 'utf8').trim().split('\n').sort();
  await lab.killDaemon();
  for (const { pid, name } of lab.leaders()) if (name === 'b') process.kill(pid, 'SIGKILL');
  await until(() => lab.leaders().length === 1, 'one of them has ended');
  assert.match(await lab.ok(['daemon', 'stop']), /Stopped the daemon and 1 instance/);

  await lab.ok(['start', 'a', 'b']);
  assert.equal(started(), ['a', 'a', 'b', 'b']);
  await lab.killDaemon();
  for (const { pid } of lab.leaders()) process.kill(pid, 'SIGKILL');
  await until(() => lab.processes().length === 0, 'all have ended');
  assert.match(await lab.ok(['daemon', 'stop']), /Stopped the daemon and 0 instances/);
  assert.equal(
    (await lab.list()).map(({ name, status }) => [name, status]),
    [
      ['a', 'stopped'],
      ['b', 'stopped'],
    ],
    'the next daemon starts nothing either',
  );
  assert.equal(started(), ['a', 'a', 'b', 'b']);
  assert.match((await lab.opm(['daemon', 'stop'])).stdout, /Stopped the daemon/);
  assert.match((await lab.opm(['daemon', 'stop'])).stderr, /No daemon is running/);
});

test.run();
