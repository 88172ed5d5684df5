import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LinuxProcessTable } from '../../../src/runtime/proc/linux-process-table.ts';
import { hasEnded, identityOf, livenessOf } from '../../../src/runtime/proc/process-table.ts';
import { machineUptimeMs } from '../../../src/runtime/proc/uptime.ts';
import { startProgram, whyNoNamespaces, whyNoTimeNamespaces } from '../run-program.ts';

const table = new LinuxProcessTable();
const program = new URL('./process-table.program.ts', import.meta.url);
const noNamespaces = whyNoNamespaces();
const noTimeNamespaces = whyNoTimeNamespaces();
const children: ChildProcess[] = [];

function start(
  file: string,
  args: string[],
  env: Record<string, string> = {},
): ChildProcess & { pid: number } {
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
  children.push(child);
  return child as ChildProcess & { pid: number };
}

/** The first thing a child prints: proof that it has passed `exec` and come so far. */
async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString().trim();
}

test.after.each(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

test('reads this process as the kernel shows it', () => {
  const stat = table.stat(process.pid)!;
  const line = readFileSync('/proc/self/stat', 'latin1');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  assert.is(stat.pid, process.pid);
  assert.is(stat.ppid, process.ppid);
  assert.is(stat.startTicks, Number(fields[19]));
  assert.is(stat.session, Number(fields[3]));
  assert.is(stat.comm, readFileSync('/proc/self/comm', 'utf8').trimEnd());
  const resident =
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024;
  assert.ok(
    Math.abs(stat.rssBytes - resident) < resident / 2,
    `${stat.rssBytes} bytes, VmRSS says ${resident}`,
  );
  assert.is(table.pidNamespace(), /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]);
  assert.is(table.userId(process.pid), process.getuid?.());
  assert.ok(table.pids().includes(process.pid));
  assert.ok(table.commandLine(process.pid)?.includes(basename(process.argv[1]!)));
});

test('every process and thread that is started counts towards the turn of the PIDs', async () => {
  const before = table.turnover()!;
  const child = start('sh', ['-c', 'echo up; read forever']);
  await firstOutput(child);
  assert.ok(table.turnover()!.forks > before.forks);
  const highest = Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1'));
  assert.ok(before.forksUntilReuse > 0 && before.forksUntilReuse < highest, String(before.forksUntilReuse));
});

test('an unused or impossible PID is not a process', () => {
  for (const pid of [0, -1, 1.5, Number.NaN, 4_194_305, 2 ** 53]) {
    assert.is(table.stat(pid), null, String(pid));
    assert.is(table.environmentValue(pid, 'PATH'), null, String(pid));
    assert.is(table.commandLine(pid), null, String(pid));
    assert.is(table.userId(pid), null, String(pid));
  }
});

test('the same PID with different start ticks, or from another boot, is another process', async () => {
  const child = start('sh', ['-c', 'echo up; read forever']);
  await firstOutput(child);
  const identity = identityOf(table, child.pid)!;
  assert.is(livenessOf(table, identity), 'alive');
  assert.is(livenessOf(table, { ...identity, startTicks: identity.startTicks + 1 }), 'dead');
  assert.is(livenessOf(table, { ...identity, startTicks: identity.startTicks - 1 }), 'dead');
  assert.is(livenessOf(table, { ...identity, bootId: 'yesterday' }), 'dead');
  assert.is(livenessOf(table, { ...identity, pidNamespace: '1' }), 'unverifiable');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.is(livenessOf(table, identity), 'dead');
  assert.is(identityOf(table, child.pid), null);
});

test('PID 1 and absurd PIDs are never alive for a claim', () => {
  const identity = {
    bootId: table.bootId(),
    pidNamespace: table.pidNamespace(),
    startTicks: table.stat(1)!.startTicks,
  };
  for (const pid of [1, 0, -1, -process.pid, 2 ** 40, Number.NaN]) {
    assert.is(livenessOf(table, { ...identity, pid }), 'dead', String(pid));
  }
});

test('a zombie is dead', async () => {
  // The shell becomes a sleep that never asks for its child.
  const parent = start('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
  const zombie = Number(await firstOutput(parent));
  const identity = { ...identityOf(table, parent.pid)!, pid: zombie };
  const deadline = Date.now() + 5000;
  while (table.stat(zombie)?.state !== 'Z' && Date.now() < deadline) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const stat = table.stat(zombie)!;
  assert.is(stat.state, 'Z');
  assert.is(identityOf(table, zombie), null);
  assert.is(livenessOf(table, { ...identity, startTicks: stat.startTicks }), 'dead');
});

test('a process whose first thread has ended is alive although the kernel shows Z', async () => {
  const exitThread = process.arch === 'x64' ? 60 : 93;
  const script = `use threads; $| = 1; threads->create(sub { select(undef, undef, undef, 0.01)
    until \`cat /proc/$$/stat\` =~ /\\) Z /; print "now\\n"; sleep 60 }); syscall(${exitThread}, 0)`;
  const child = start('perl', ['-e', script]);
  assert.is(await firstOutput(child), 'now');
  const stat = table.stat(child.pid)!;
  assert.is(stat.state, 'Z');
  assert.is(stat.threads, 2);
  assert.not(hasEnded(stat));
  const identity = identityOf(table, child.pid);
  assert.ok(identity !== null);
  assert.is(livenessOf(table, identity), 'alive');
});

test('a program name may look like the rest of the line', async () => {
  const name = 'a) Z 1 (1\n) 2';
  const child = start('perl', ['-e', '$0 = $ARGV[0]; $| = 1; print "up\n"; sleep 60', name]);
  await firstOutput(child);
  const stat = table.stat(child.pid)!;
  assert.is(stat.comm, name);
  assert.is.not(stat.state, 'Z');
  assert.is(stat.ppid, process.pid);
  assert.is(table.commandLine(child.pid)?.includes('\n'), false);
});

/** The program it becomes keeps the order of its environment, which a shell does not. */
function sleepIn(env: Record<string, string>): ChildProcess & { pid: number } {
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return start('env', ['-i', ...words, 'sleep', '60']);
}

/** What is shown of an environment, once there is one. */
async function shown(child: ChildProcess & { pid: number }, names: string[]): Promise<(string | null)[]> {
  for (const giveUpAt = Date.now() + 5000; ; ) {
    const isSleep = table.commandLine(child.pid)?.startsWith('sleep') === true;
    const answer = isSleep ? table.environment(child.pid, names) : 'unready';
    if (typeof answer !== 'string') return answer;
    if (Date.now() > giveUpAt) throw new Error(`The environment of ${child.pid} is ${answer}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('finds variables in an environment by their whole names', async () => {
  const filler = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`FILL_${i}`, 'x'.repeat(10_000)]));
  const env = { XOPM_TOKEN: 'wrong', OPM_TOKEN_X: 'wrong', ...filler, OPM_TOKEN: 'grün=1', EMPTY: '' };
  const child = sleepIn(env);
  assert.equal(await shown(child, ['OPM_TOKEN', 'EMPTY', 'OPM_TOK']), ['grün=1', '', null]);
  assert.is(table.environmentValue(child.pid, 'FILL_8')?.length, 10_000);
});

test('at most 128 KiB of an environment are read', async () => {
  const filler = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`FILL_${i}`, 'x'.repeat(10_000)]));
  const child = sleepIn({ FIRST: 'seen', ...filler, LAST: 'not seen' });
  assert.equal(await shown(child, ['FIRST', 'LAST']), ['seen', null]);
});

test('an empty environment is distinguished from one that does not exist yet', async () => {
  const child = sleepIn({});
  assert.equal(await shown(child, ['ANY']), [null]);
  assert.is(table.environment(2 ** 22 + 1, ['ANY']), 'hidden');
  // A thread of the kernel will never have one; in a container there is none to be seen.
  if (table.stat(2)?.comm === 'kthreadd') assert.is.not(table.environment(2, ['ANY']), 'unready');
});

test("finds the first variable in an environment and not another's value", async () => {
  const child = start('env', ['-i', 'FIRST=one', 'SECOND=FIRST=two', 'sh', '-c', 'echo up; read forever']);
  await firstOutput(child);
  assert.is(table.environmentValue(child.pid, 'FIRST'), 'one');
  assert.is(table.environmentValue(child.pid, 'SECOND'), 'FIRST=two');
});

for (const host of ['127.0.0.1', '::1']) {
  test(`names the process that listens on a port of ${host}`, async () => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    assert.is(table.portHolder(port), process.pid);
    server.close();
    await once(server, 'close');
    assert.is(table.portHolder(port), null);
  });
}

test('without a free file descriptor, nothing is reported dead', async () => {
  const identity = identityOf(table, process.pid);
  const wrapper = ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'];
  const asked = startProgram(program, { wrapper, args: ['starved', JSON.stringify(identity)] });
  assert.is(await asked.nextLine(), 'PROCESS_TABLE_UNREADABLE unverifiable alive');
  await asked.ended;
});

test('the boot id can be set by a test', async () => {
  const asked = startProgram(program, { args: ['self'], env: { OPM_TEST_BOOT_ID: 'tomorrow' } });
  assert.is(JSON.parse(await asked.nextLine()).boot, 'tomorrow');
  await asked.ended;
});

if (noTimeNamespaces !== null) {
  console.log(`skipped: tests in time namespaces (${noTimeNamespaces})`);
} else {
  for (const seconds of [100_000, -100]) {
    const wrapper = ['unshare', '--time', '--boottime', String(seconds)];

    test(`a time namespace that moves the clock by ${seconds} s moves neither starts nor uptime`, async () => {
      const { startTicks } = identityOf(table, process.pid)!;
      const asked = startProgram(program, { wrapper, args: ['start', String(process.pid)] });
      const [seenTicks = '', uptimeMs = ''] = (await asked.nextLine()).split(' ');
      assert.is(Number(seenTicks), startTicks);
      const ownUptimeMs = machineUptimeMs();
      assert.ok(Math.abs(Number(uptimeMs) - ownUptimeMs) < 5000, `${uptimeMs} there, ${ownUptimeMs} here`);
      await asked.ended;
    });

    test(`a start that OPM 0.1 wrote down there is known again there, moved by ${seconds} s`, async () => {
      const identity = identityOf(table, process.pid)!;
      const written = { ...identity, startTicks: identity.startTicks + seconds * 100 };
      for (const [start, liveness] of [
        [written, 'alive'],
        [identity, 'alive'],
        [{ ...written, startTicks: written.startTicks + 1 }, 'dead'],
      ] as const) {
        const asked = startProgram(program, { wrapper, args: ['liveness', JSON.stringify(start)] });
        assert.is(await asked.nextLine(), liveness);
        await asked.ended;
      }
      assert.is(livenessOf(table, written), 'dead');
    });
  }
}

if (noNamespaces !== null) {
  console.log(`skipped: tests in PID namespaces (${noNamespaces})`);
} else {
  test('a PID namespace has its own name, and its PID 1 can own a lock but never be a claim', async () => {
    const wrapper = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
    const asked = startProgram(program, { wrapper, args: ['self'] });
    const self = JSON.parse(await asked.nextLine());
    assert.is(self.pid, 1);
    assert.is(self.boot, table.bootId());
    assert.is.not(self.namespace, table.pidNamespace());
    await asked.ended;
    const init = startProgram(program, { wrapper, args: ['init'] });
    assert.is(await init.nextLine(), 'dead alive');
    await init.ended;
  });

  test('a /proc that shows another PID namespace is refused', async () => {
    const asked = startProgram(program, {
      wrapper: ['unshare', '--pid', '--fork', '--kill-child'],
      args: ['self'],
    });
    assert.is(await asked.nextLine(), 'PROC_OF_OTHER_NAMESPACE');
    await asked.ended;
  });

  test('a process hidden by hidepid is unverifiable, not dead', async () => {
    const child = start('sh', ['-c', 'echo up; read forever']);
    await firstOutput(child);
    const identity = identityOf(table, child.pid);
    const script =
      'mount -t proc -o hidepid=1 proc /proc && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"';
    const wrapper = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
    const asked = startProgram(program, { wrapper, args: ['liveness', JSON.stringify(identity)] });
    assert.is(await asked.nextLine(), 'unverifiable');
    await asked.ended;
  });
}

test('a process that executes itself again and again never looks as if it had no environment', async () => {
  const again = 'exec /bin/sh -c "$AGAIN"';
  const { pid } = start('/bin/sh', ['-c', again], { AGAIN: again, OPM_TOKEN: 'mine' });
  // Before its first exec it is still the runtime.
  while (table.environmentValue(pid, 'OPM_TOKEN') !== 'mine') await new Promise(setImmediate);
  const answers = new Map<string, number>();
  const endMs = performance.now() + 1000;
  while (performance.now() < endMs) {
    const answer = table.environment(pid, ['OPM_TOKEN']);
    const name = typeof answer === 'string' ? answer : String(answer[0]);
    answers.set(name, (answers.get(name) ?? 0) + 1);
  }
  assert.ok(answers.get('mine')! > 100);
  assert.equal(
    [...answers.keys()].filter((name) => !['mine', 'unready'].includes(name)),
    [],
  );
});

test.run();
