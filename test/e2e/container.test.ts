import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';
import { opmCommand } from '../runner/subject.ts';
import { Lab, until } from './lab.ts';
import { JOURNAL_SCRIPT } from './programs.ts';

const UNSHARE = ['--pid', '--fork', '--mount-proc', '--kill-child'];
/** Without root a user namespace gives the right to make a PID namespace, where the system allows that. */
const FLAGS = [UNSHARE, ['--user', '--map-root-user', ...UNSHARE]].find(
  (flags) => spawnSync('unshare', [...flags, 'true']).status === 0,
);

const suiteOfContainers = suite<{ lab: Lab }>('as PID 1 of a container');
suiteOfContainers.before.each((context) => {
  context.lab = new Lab();
});
suiteOfContainers.after.each(({ lab }) => lab.end());
const test = FLAGS === undefined ? suiteOfContainers.skip : suiteOfContainers;

const sleeper = { command: 'sleep 1000', minUptime: 0 };

/** `opm` as PID 1 of a new PID namespace, as the entry point of a container is. */
function container(lab: Lab, ...args: string[]) {
  return inContainer(lab, [], args);
}

/** @param wrapper words before the command: without any, its outputs are sockets, since Node makes no pipes. */
function inContainer(lab: Lab, wrapper: string[], args: string[]) {
  const command = opmCommand(['daemon', 'run', ...args]);
  const [file = '', ...words] = [...wrapper, 'unshare', ...(FLAGS ?? []), command.file, ...command.args];
  const child = spawn(file, words, {
    cwd: lab.folder,
    env: lab.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    output: () => output,
    /** PID 1 as this side sees it. */
    init: () => childrenOf(child.pid!)[0],
    signal: (signal: NodeJS.Signals) => process.kill(childrenOf(child.pid!)[0]!.pid, signal),
  };
}

function childrenOf(parent: number): { pid: number; state: string }[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
        const [state = '', ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(ppid) === parent ? [{ pid: Number(name), state }] : [];
      } catch {
        return [];
      }
    });
}

/** Children of PID 1 that have ended and that nobody has asked about. */
function zombies(init: { pid: number } | undefined): number {
  return init === undefined ? 0 : childrenOf(init.pid).filter(({ state }) => state === 'Z').length;
}

function online(lab: Lab, count: number): Promise<void> {
  return until(
    async () =>
      lab.leaders().length > 0 &&
      (await lab.list()).filter(({ status }) => status === 'online').length === count,
    `${count} are online`,
    60_000,
  );
}

test('SIGTERM stops the apps in reverse order, and the exit code is 0', async ({ lab }) => {
  const script = lab.write('journal.sh', JOURNAL_SCRIPT);
  const app = (name: string, dependsOn: string[] = []) => ({
    ...{ name, dependsOn, command: ['sh', script], ready: { log: '^up$' } },
    env: { LOG_FILE: `${lab.folder}/journal` },
  });
  const config = lab.config([app('web', ['api']), app('api', ['db']), app('db')]);
  const box = container(lab, '--restore', '--config', config);
  await online(lab, 3);
  box.signal('SIGTERM');
  assert.is(await box.ended, 0, box.output());
  const journal = fs.readFileSync(`${lab.folder}/journal`, 'utf8').trim().split('\n');
  assert.equal(journal.slice(3), ['end web:0', 'end api:0', 'end db:0']);
  assert.equal(lab.processes(), []);
});

test('a failed restore ends the container with 1', async ({ lab }) => {
  const config = lab.config([
    { name: 'good', ...sleeper },
    { name: 'bad', command: 'sh -c "exit 3"', restart: { policy: 'never' } },
  ]);
  const box = container(lab, '--restore', '--config', config);
  assert.is(await box.ended, 1, box.output());
  assert.match(box.output(), /bad.*exited with code 3/);
  assert.equal(lab.processes(), []);
});

test('an invalid config ends the container with 78', async ({ lab }) => {
  const box = container(lab, '--restore', '--config', lab.config([{ name: 'a' }]));
  assert.is(await box.ended, 78, box.output());
});

/** Writes to both inherited outputs. */
const speaks = (name: string) => `echo ${name}-out; echo ${name}-err >&2`;

for (const [kind, wrapper] of [
  ['pipe', ['sh', '-c', '"$@" 2>&1 | cat', 'sh']],
  ['socket', []],
] as const) {
  test(`apps can write to the daemon's own outputs, each a ${kind}, also as another user`, async ({
    lab,
  }) => {
    const logs = { out: '/dev/stdout', err: '/proc/self/fd/2' };
    const other = whyNoOtherUser() === null ? [{ name: 'other', user: OTHER_USER }] : [];
    const apps = [{ name: 'own' }, ...other];
    // A socket cannot be opened; a pipe can, which is what nginx does with `error_log /dev/stderr`.
    const opens = kind === 'pipe' ? 'echo $OPM_NAME-opened >/dev/stderr;' : '';
    const command = (name: string) => ['sh', '-c', `${speaks(name)}; ${opens} exec sleep 1000`];
    const config = lab.config(
      apps.map((app) => ({ ...app, logs, command: command(app.name), cwd: '/', minUptime: 0 })),
    );
    const box = inContainer(lab, [...wrapper], ['--restore', '--config', config]);
    await online(lab, apps.length);
    const ways = kind === 'pipe' ? ['out', 'err', 'opened'] : ['out', 'err'];
    const missing = () => {
      const lines = new Set(box.output().split('\n'));
      return apps
        .flatMap(({ name }) => ways.map((way) => `${name}-${way}`))
        .filter((line) => !lines.has(line));
    };
    await until(() => missing().length === 0, 'all lines arrive').catch(() => {});
    assert.equal(missing(), [], box.output());
    for (const { pid } of lab.leaders()) {
      assert.match(fs.readlinkSync(`/proc/${pid}/fd/1`), new RegExp(`^${kind}:`));
      const [, flags] = /^flags:\s*([0-7]+)/m.exec(fs.readFileSync(`/proc/${pid}/fdinfo/1`, 'utf8'))!;
      assert.is(Number.parseInt(flags!, 8) & fs.constants.O_NONBLOCK, 0, 'no write fails with EAGAIN');
    }
    const told = await lab.opm(['logs', 'own', '-f']);
    assert.is(told.stdout, '');
    assert.match(told.stderr, /"own" \(0\) writes to the daemon's standard output \(\/dev\/stdout\)/);
    await lab.ok(['daemon', 'stop']);
    assert.is(await box.ended, 0, box.output());
  });
}

const ORPHANS = 30;

test("orphans do not pile up as zombies, and the apps' exits are still noticed", async ({ lab }) => {
  const gate = `${lab.folder}/gate`;
  const config = lab.config([
    {
      name: 'parent',
      command: ['sh', '-c', `for i in $(seq ${ORPHANS}); do (sleep 0.5 &); done; exec sleep 1000`],
    },
    {
      name: 'ends',
      command: ['sh', '-c', `while ! test -e ${gate}; do sleep 0.1; done; exit 3`],
      restart: { policy: 'never' },
    },
  ]);
  const box = container(lab, '--restore', '--config', config);
  let most = 0;
  await until(() => {
    most = Math.max(most, zombies(box.init()));
    return most >= ORPHANS;
  }, 'all orphans have ended');
  await until(() => zombies(box.init()) === 0, 'they were reaped');
  assert.not.match(box.output(), 'docker run --init');
  fs.writeFileSync(gate, '');
  await until(
    async () => (await lab.list())[1]?.status === 'errored' || (await lab.list())[1]?.exitCode === 3,
    'it has ended',
  );
  assert.is((await lab.list())[1]?.exitCode, 3);
  box.signal('SIGTERM');
  assert.is(await box.ended, 0, box.output());
});

test('where orphans cannot be reaped, the daemon says what to do', async ({ lab }) => {
  lab.env.OPM_TEST_NATIVE_OFF = 'subreaper';
  const box = container(lab, '--restore', '--config', lab.config([{ name: 'a', ...sleeper }]));
  await until(() => box.output().includes('docker run --init'), 'the daemon says what is to be done');
  await online(lab, 1);
  box.signal('SIGTERM');
  assert.is(await box.ended, 0, box.output());
});

test('a killed container recovers on the same home by itself', async ({ lab }) => {
  const config = lab.config([{ name: 'a', instances: 2, ...sleeper }]);
  const box = container(lab, '--restore', '--config', config);
  await online(lab, 2);
  const before = lab.leaders().map(({ token }) => token);
  box.signal('SIGKILL');
  await box.ended;
  await until(() => lab.processes().length === 0, 'the kernel has ended all of it');
  const next = container(lab, '--restore', '--config', config);
  await online(lab, 2);
  assert.not.match(next.output(), 'cannot be verified');
  const after = lab.leaders().map(({ token }) => token);
  assert.is(after.length, 2);
  assert.not.ok(after.some((token) => before.includes(token)));
  assert.ok((await lab.list()).every(({ adopted }) => !adopted));
  next.signal('SIGINT');
  assert.is(await next.ended, 0, next.output());
});

test('without --restore, the ledger alone brings back what ran in the container before', async ({ lab }) => {
  const box = container(lab, '--restore', '--config', lab.config([{ name: 'a', ...sleeper }]));
  await online(lab, 1);
  box.signal('SIGKILL');
  await box.ended;
  const next = container(lab);
  await online(lab, 1);
  next.signal('SIGTERM');
  assert.is(await next.ended, 0, next.output());
});

suiteOfContainers.run();
