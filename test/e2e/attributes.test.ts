import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

/** Runs `opm` as the shell leaves it after `prelude`, which changes what processes inherit. */
function opmAfter(lab: Lab, prelude: string, args: string[]): void {
  const { file, args: words } = lab.command(args);
  const ran = spawnSync('/bin/sh', ['-c', `${prelude}; exec "$@"`, 'sh', file, ...words], {
    env: lab.env,
    cwd: lab.folder,
    encoding: 'utf8',
  });
  assert.is(ran.status, 0, ran.stderr);
}

/** One line of `/proc/PID/status` for every process that OPM has started, by name of the app. */
function statusOf(lab: Lab, key: string): Record<string, string> {
  return Object.fromEntries(
    lab.leaders().map(({ pid, name }) => {
      const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
      return [name, new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)![1]!];
    }),
  );
}

/** Masks of their own beside apps that ask for none, all started at once. */
const MASKS = Array.from({ length: 24 }, (_, index) =>
  index % 3 === 0 ? null : index % 3 === 1 ? '027' : '0',
);
const APPS = MASKS.map((umask, index) => ({
  name: `app${index}`,
  command: 'sleep 1000',
  minUptime: 0,
  ...(umask === null ? {} : { umask }),
}));
const EXPECTED = Object.fromEntries(
  MASKS.map((umask, index) => [`app${index}`, umask === null ? '0022' : umask.padStart(4, '0')]),
);

for (const [how, env] of [
  ['', {}],
  [' also through a shell', { OPM_TEST_NATIVE_OFF: 'all' }],
] as const) {
  test(`an app has its config's umask, or 022 no matter who started the daemon${how}`, async () => {
    const lab = new Lab(env);
    try {
      opmAfter(lab, 'umask 077', ['restore', '--config', lab.config(APPS)]);
      assert.equal(statusOf(lab, 'Umask'), EXPECTED);
      for (const { pid } of lab.leaders()) {
        assert.is(fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1'), 'sleep\0' + '1000\0');
      }
    } finally {
      await lab.end();
    }
  });
}

test('an app has the promised niceness and ignores no signals, no matter who started the daemon', async () => {
  const lab = new Lab();
  try {
    const app = { name: 'a', command: 'sleep 1000', minUptime: 0 };
    opmAfter(lab, "trap '' HUP INT USR1; renice -n 7 -p $$ >/dev/null", [
      'restore',
      '--config',
      lab.config([app]),
    ]);
    assert.is(Number(statusOf(lab, 'SigIgn').a), 0);
    assert.is(os.getPriority(lab.leaders()[0]!.pid), process.getuid?.() === 0 ? 0 : 7);
  } finally {
    await lab.end();
  }
});

/** Soft and hard limit of an app, as the kernel has them. */
function limitOf(lab: Lab, name: string, row: string): string {
  const { pid } = lab.leaders().find((leader) => leader.name === name)!;
  const limits = fs.readFileSync(`/proc/${pid}/limits`, 'utf8');
  return new RegExp(`^${row}\\s+(\\S+)\\s+(\\S+)`, 'm').exec(limits)!.slice(1).join(':');
}

/** What this process could hand on. */
function hardLimit(row: string): string {
  return new RegExp(`^${row}\\s+\\S+\\s+(\\S+)`, 'm').exec(fs.readFileSync('/proc/self/limits', 'utf8'))![1]!;
}

for (const [how, env] of [
  ['', {}],
  [', also without native calls', { OPM_TEST_NATIVE_OFF: 'all' }],
] as const) {
  test(`an app has its config's limits, or the documented ones no matter who started the daemon${how}`, async () => {
    const lab = new Lab(env);
    try {
      const sleeper = { command: 'sleep 1000', minUptime: 0 };
      const limits = { nofile: '300:400', core: 0, nproc: 5000, stack: '4M', nice: 5, oomScore: 300 };
      opmAfter(lab, 'ulimit -S -n 256; ulimit -S -c unlimited', [
        ...['restore', '--config'],
        lab.config([
          { name: 'own', limits, ...sleeper },
          { name: 'plain', ...sleeper },
        ]),
      ]);
      const daemon = fs.readFileSync(`/proc/${await lab.daemonPid()}/limits`, 'utf8');
      assert.match(daemon, /^Max core file size\s+0\s/m, 'what plugins hand out is in no core dump');
      const files = Math.min(65_536, Number(hardLimit('Max open files')));
      assert.is(Number(limitOf(lab, 'plain', 'Max open files').split(':')[0]), files);
      assert.match(limitOf(lab, 'plain', 'Max core file size'), /^0:/);
      assert.is(limitOf(lab, 'own', 'Max open files'), '300:400');
      assert.is(limitOf(lab, 'own', 'Max core file size'), '0:0');
      assert.is(limitOf(lab, 'own', 'Max processes'), '5000:5000');
      assert.is(limitOf(lab, 'own', 'Max stack size'), '4194304:4194304');
      const own = lab.leaders().find(({ name }) => name === 'own')!.pid;
      assert.is(os.getPriority(own), 5);
      assert.is(fs.readFileSync(`/proc/${own}/oom_score_adj`, 'utf8'), '300\n');
      assert.is(fs.readFileSync(`/proc/${own}/cmdline`, 'latin1'), 'sleep\0' + '1000\0');
    } finally {
      await lab.end();
    }
  });
}

const SLEEPER = { name: 'a', command: 'sleep 1000', minUptime: 0 };

test('signals blocked by the process that started the daemon still reach the daemon and its apps', async () => {
  const lab = new Lab();
  try {
    const { file, args } = lab.command(['daemon', 'run', '--restore', '--config', lab.config([SLEEPER])]);
    const block = 'sigprocmask(SIG_BLOCK, POSIX::SigSet->new(1 .. 31)); exec @ARGV';
    const daemon = spawn('perl', ['-MPOSIX', '-e', block, file, ...args], { env: lab.env, stdio: 'ignore' });
    const ended = new Promise((resolve) => daemon.once('exit', (code, signal) => resolve(code ?? signal)));
    await until(() => lab.leaders().length === 1, 'the app runs');
    assert.is(Number(statusOf(lab, 'SigBlk').a), 0);
    process.kill(daemon.pid!, 'SIGTERM');
    assert.is(await ended, 0);
    assert.equal(lab.leaders(), []);
  } finally {
    await lab.end();
  }
});

/** Which of these files a process has open. */
function heldBy(pid: number, files: string[]): string[] {
  const open = fs.readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return [fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`)];
    } catch {
      return [];
    }
  });
  return files.filter((file) => open.includes(file));
}

test('what the shell that started the daemon has open reaches neither the daemon nor its apps', async () => {
  const lab = new Lab();
  try {
    const files = [9, 30, 200].map((number) => lab.write(`lock${number}`, ''));
    const { file, args } = lab.command(['restore', '--config', lab.config([SLEEPER])]);
    const script = 'exec 9>"$1/lock9" 30>"$1/lock30" 200>"$1/lock200"; shift; "$@" && sleep 1000';
    const shell = spawn('bash', ['-c', script, 'bash', lab.folder, file, ...args], {
      ...{ env: lab.env, cwd: lab.folder, stdio: 'ignore', detached: true },
    });
    try {
      await until(() => lab.leaders().length === 1, 'the app runs');
      assert.equal(heldBy(shell.pid!, files), files);
      assert.equal(heldBy((await lab.daemonPid())!, files), []);
      assert.equal(heldBy(lab.leaders()[0]!.pid, files), []);
    } finally {
      process.kill(-shell.pid!, 'SIGKILL');
    }
  } finally {
    await lab.end();
  }
});

test('a shell that would drop a variable is not used: the start fails and says why', async () => {
  const lab = new Lab({ OPM_TEST_NATIVE_OFF: 'all' });
  try {
    const app = { name: 'a', command: 'sleep 1000', umask: '027', env: { 'spring.port': 1 } };
    const { ran, report } = await lab.restore(lab.config([app]));
    assert.is(ran.code, 1);
    assert.match(
      report.failed[0]!.reason,
      /would lose the variable "spring\.port": rename it, or remove umask/,
    );
    assert.equal(lab.leaders(), []);
  } finally {
    await lab.end();
  }
});

test.run();
