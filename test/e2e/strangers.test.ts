import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { isAlive, Lab, until } from './lab.ts';

const all = suite<{ lab: Lab; strangers: ChildProcess[] }>('what strangers do');
all.before.each((context) => {
  context.lab = new Lab();
  context.strangers = [];
});
all.after.each(async ({ lab, strangers }) => {
  for (const stranger of strangers) {
    stranger.kill('SIGKILL');
    if (stranger.exitCode === null && stranger.signalCode === null) await once(stranger, 'exit');
  }
  await lab.end();
});

const FIXTURES = path.join(ROOT, 'test/fixtures/processes');
/** A user that nobody is. */
const SOMEBODY = ['setpriv', '--reuid=64321', '--regid=64321', '--clear-groups'];

/** Whether a program is there that a test cannot do without; in continuous integration it has to be. */
function has(...command: [string, ...string[]]): boolean {
  const { status, error } = spawnSync(command[0], command.slice(1), { stdio: 'ignore' });
  const isThere = error === undefined && status === 0;
  if (!isThere && process.env.CI) throw new Error(`${command.join(' ')} does not work here`);
  return isThere;
}

/** Not from the search path: another user may not be able to reach what root finds there. */
const PYTHON = '/usr/bin/python3';
const SOMEBODY_ELSE = `${SOMEBODY.join(' ')} ${PYTHON} -c pass`.split(' ') as [string, ...string[]];
const users = [
  { who: 'the same user', prefix: [], canRun: has(PYTHON, '-c', 'pass') },
  { who: 'another user', prefix: SOMEBODY, canRun: process.geteuid?.() === 0 && has(...SOMEBODY_ELSE) },
];

/** Most memory that the process has had for itself since it started, in bytes. */
function peakBytes(pid: number): number {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(peak?.[1]) * 1024;
}

/** Starts a program that prints a line once it is what it wants to be. */
async function stranger(strangers: ChildProcess[], command: string[]): Promise<void> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  strangers.push(child);
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${command.join(' ')} has ended`))),
  ]);
}

/** Somebody's shell, in a session of its own, that runs a command with the environment of a process. */
async function copyOf(
  pid: number,
  prefix: string[],
  strangers: ChildProcess[],
): Promise<{ pid: number; signals: () => string; end: () => Promise<void> }> {
  const variables = fs.readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').filter(Boolean);
  const command = [...prefix, 'env', '-i', ...variables, '/bin/sh', '-c', LISTEN];
  const shell = spawn('/bin/sh', ['-c', 'exec 3<&0; "$@" & wait', 'sh', ...command], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  strangers.push(shell);
  let heard = '';
  shell.stdout.on('data', (text) => {
    heard += text;
  });
  await once(shell.stdout, 'data');
  const copy = Number(/^\d+/.exec(heard)?.[0]);
  return {
    pid: copy,
    signals: () => heard.replace(/^\d+\n/, ''),
    end: () => {
      if (isAlive(copy)) process.kill(copy, 'SIGKILL');
      return until(() => !isAlive(copy), 'the copy has ended');
    },
  };
}

/** Says its PID, and every signal that it gets. Ends with what holds its input open. */
const LISTEN =
  'for name in TERM HUP INT QUIT CONT USR1; do trap "echo $name" $name; done; echo $$; ' +
  'while read -r line <&3 || [ $? -gt 128 ]; do :; done';

for (const { who, prefix, canRun } of users) {
  const title = `a copy of an app's environment in the shell of ${who} is left alone, and not waited for`;
  (canRun ? all : all.skip)(title, async ({ lab, strangers }) => {
    await lab.ok(['start', 'sleep', '--name', 'app', '--', '1000']);
    const [app] = lab.leaders();
    const copy = await copyOf(app!.pid, prefix, strangers);
    try {
      await lab.ok(['ledger', 'verify']);
      await lab.killDaemon();
      assert.is((await lab.list())[0]?.pid, app?.pid, 'the app is adopted and not its copy');
      await lab.ok(['stop', 'app']);
      assert.is(copy.signals(), '');
      assert.ok(isAlive(copy.pid));
    } finally {
      await copy.end();
    }
  });
}

for (const { who, prefix, canRun } of users) {
  const title = `an environment of 8 GB of a process of ${who} costs the daemon nothing`;
  (canRun ? all : all.skip)(title, async ({ lab, strangers }) => {
    await stranger(strangers, [...prefix, PYTHON, path.join(FIXTURES, 'giant-environment.py'), '8']);
    await lab.ok(['start', 'sleep', '--name', 'app', '--', '1000']);
    const daemon = (await lab.daemonPid())!;
    const before = peakBytes(daemon);
    // A stop looks at every process that may have come from the app, and recovery at all of them.
    for (let times = 0; times < 3; times += 1) await lab.ok(['restart', 'app']);
    assert.is(await lab.daemonPid(), daemon);
    assert.ok(peakBytes(daemon) < before + 64 * 2 ** 20, `${peakBytes(daemon)} bytes, ${before} before`);
    const [app] = lab.leaders();
    await lab.killDaemon();
    const [entry] = await lab.list();
    assert.is(entry?.pid, app?.pid);
    assert.ok(peakBytes((await lab.daemonPid())!) < before + 64 * 2 ** 20);
  });
}

const hasCompiler = has('gcc', '--version');
/** Programs that write a title over their environment, and with it the token of OPM. */
const TITLED: Record<string, { canRun: boolean; app: (lab: Lab) => object }> = {
  'a program': {
    canRun: hasCompiler,
    app: (lab) => {
      const program = path.join(lab.folder, 'title');
      const built = spawnSync('gcc', ['-o', program, path.join(FIXTURES, 'title.c')], { stdio: 'inherit' });
      assert.is(built.status, 0);
      return { command: [program], ready: { log: '^up$' } };
    },
  },
  Redis: {
    canRun: has('redis-server', '--version'),
    app: (lab) => {
      const socket = path.join(lab.folder, 'r.sock');
      const command = [
        'redis-server',
        '--port',
        '0',
        '--unixsocket',
        socket,
        '--save',
        '',
        '--dir',
        lab.folder,
      ];
      return { command, ready: { log: 'ready to accept connections' } };
    },
  },
  nginx: {
    canRun: has('nginx', '-v'),
    app: (lab) => {
      const folder = path.join(lab.folder, 'nginx');
      const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${kind};`,
      );
      lab.write(
        'nginx/nginx.conf',
        `daemon off; pid nginx.pid; worker_processes 1; error_log errors; ${process.geteuid?.() === 0 ? 'user root;' : ''}
        events {} http { access_log off; ${places.join(' ')} server { listen unix:${folder}/n.sock; } }`,
      );
      const command = ['nginx', '-p', folder, '-e', 'errors', '-c', 'nginx.conf'];
      return { command, ready: { exec: ['test', '-S', `${folder}/n.sock`] } };
    },
  },
};

/** PIDs of all that write to a log of the home, however little else tells of it. */
function writersTo(home: string): number[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      return fs.readlinkSync(`/proc/${name}/fd/1`).startsWith(`${home}/logs/`) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

for (const [program, { canRun, app }] of Object.entries(TITLED)) {
  const title = `${program} that has overwritten its token is named after the loss of the ledger, and not started again`;
  (canRun ? all : all.skip)(title, async ({ lab }) => {
    const config = lab.config([{ name: 'titled', minUptime: 0, ...app(lab) }]);
    const { ran } = await lab.restore(config);
    assert.is(ran.code, 0, ran.stderr);
    const running = writersTo(lab.home);
    try {
      const leader = (await lab.list())[0]!.pid!;
      assert.ok(running.includes(leader));
      assert.equal(lab.processes(), [], 'none of it bears the token');
      await lab.ok(['ledger', 'verify']);
      await lab.killDaemon();
      fs.rmSync(path.join(lab.home, 'ledger.jsonl'));
      const verdict = await lab.opm(['ledger', 'verify']);
      for (const pid of running) assert.match(verdict.stdout + verdict.stderr, `Process ${pid} writes to`);
      const again = await lab.opm(['restore', '--config', config]);
      assert.is(again.code, 1, again.stderr);
      assert.match(again.stderr, `it runs already, as process ${leader}`);
      assert.equal(writersTo(lab.home), running);
    } finally {
      for (const pid of running) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      await until(() => !running.some(isAlive), 'all of it has ended');
    }
    const last = await lab.opm(['restore', '--config', config]);
    assert.is(last.code, 0, last.stderr);
    await lab.ok(['remove', 'all']);
    assert.equal(writersTo(lab.home), []);
  });
}

all.run();
