import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tryAcquireLock } from '../../../src/ledger/lock/lock.ts';
import { identityOf, livenessOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import {
  killPrograms,
  type RunningProgram,
  startProgram,
  whyNoNamespaces,
} from '../../runtime/run-program.ts';

const program = new URL('./lock.program.ts', import.meta.url);
const table = processTable();
/** As a container does it: everything in there dies with its PID 1, and that one with `unshare`. */
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
/** The daemon behind an init of another program. */
const BEHIND_INIT = [...CONTAINER, 'sh', '-c', '"$@"; read forever', 'sh'];

let home: string;
let programs: RunningProgram[] = [];
let count = 0;

test.before.each(() => {
  home = mkdtempSync(join(tmpdir(), 'opm-namespace-'));
});

test.after.each(async () => {
  await killPrograms(programs);
  programs = [];
  rmSync(home, { recursive: true, force: true });
});

/** A daemon-like process in a PID namespace of its own that listens and has tried to take the lock. */
async function contender(wrapper: string[]) {
  count += 1;
  const mark = `${process.pid}-${count}`;
  const socket = join(home, `opm-${String(count).padStart(8, '0')}.sock`);
  const running = startProgram(program, { wrapper, args: [home, socket], env: { OPM_TEST_MARK: mark } });
  programs.push(running);
  running.send('listen');
  assert.is(await running.nextLine(), '"listening"');
  running.send('acquire');
  const outcome = JSON.parse(await running.nextLine());
  return { running, mark, outcome, socket };
}

function acquireHere() {
  return tryAcquireLock({ home, socket: join(home, 'opm-here.sock') });
}

/** The PID from outside of the program itself: of all processes with the mark, the one without children. */
function innermost(mark: string): number {
  const marked = table.pids().filter((pid) => table.environmentValue(pid, 'OPM_TEST_MARK') === mark);
  const parents = new Set(marked.map((pid) => table.stat(pid)?.ppid));
  const found = marked.filter((pid) => !parents.has(pid));
  assert.is(found.length, 1);
  return found[0]!;
}

const noNamespaces = whyNoNamespaces();
if (noNamespaces !== null) {
  test('locks across PID namespaces are tested', () => console.log(`skipped: ${noNamespaces}`));
} else {
  test('an owner that is PID 1 in another namespace is respected as long as it lives', async () => {
    const { running, outcome, socket } = await contender(CONTAINER);
    assert.ok(outcome.acquired);
    assert.is(outcome.owner.initOfNamespace, true);
    assert.is(outcome.owner.identity.pid, 1);
    const refusal = await acquireHere();
    assert.not(refusal.acquired);
    assert.equal(refusal.acquired ? null : refusal.owner, outcome.owner);
    running.child.kill('SIGKILL');
    await running.ended;
    const heir = await acquireHere();
    assert.equal(heir.acquired && heir.inheritedFrom, outcome.owner);
    assert.is(heir.acquired && heir.inheritedFrom?.socket, socket);
  });

  test('an owner behind another init is judged by itself and not by its namespace', async () => {
    const { mark, outcome } = await contender(BEHIND_INIT);
    assert.ok(outcome.acquired);
    assert.is(outcome.owner.initOfNamespace, false);
    assert.not((await acquireHere()).acquired);
    const pid = innermost(mark);
    const identity = identityOf(table, pid)!;
    process.kill(pid, 'SIGKILL');
    while (livenessOf(table, identity) === 'alive') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const heir = await acquireHere();
    assert.equal(heir.acquired && heir.inheritedFrom, outcome.owner);
  });

  test('a container restarted on the same home inherits the lock, but not before the old one is dead', async () => {
    const first = await contender(CONTAINER);
    assert.ok(first.outcome.acquired);
    const tooEarly = await contender(CONTAINER);
    assert.not(tooEarly.outcome.acquired);
    assert.equal(tooEarly.outcome.owner, first.outcome.owner);
    first.running.child.kill('SIGKILL');
    await first.running.ended;
    const second = await contender(CONTAINER);
    assert.ok(second.outcome.acquired);
    assert.equal(second.outcome.inheritedFrom, first.outcome.owner);
  });

  test('a container respects an owner outside, even if the same PID exists inside', async () => {
    const socket = join(home, 'opm-here.sock');
    const server = createServer((connection) => connection.destroy()).listen(socket);
    await once(server, 'listening');
    const outcome = await tryAcquireLock({ home, socket });
    assert.ok(outcome.acquired);
    const other = await contender(CONTAINER);
    assert.not(other.outcome.acquired);
    assert.is(other.outcome.owner.identity.pid, process.pid);
    if (outcome.acquired) outcome.lock.release();
    server.close();
    other.running.send('acquire');
    assert.is(JSON.parse(await other.running.nextLine()).acquired, true);
  });

  for (const [title, script, clause] of [
    ['full', 'dd if=/dev/zero of=$0/fill bs=4k 2>/dev/null', 'the disk is full'],
    ['read-only', 'mount -o remount,ro $0', 'read-only'],
  ] as const) {
    test(`on a disk that is ${title}, the lock cannot be taken, which is reported, and nothing is left`, async () => {
      const mount = `mount -t tmpfs -o size=16k none $0; ${script}; "$@"; ls -A $0 | grep ledger.lock || echo nothing`;
      const wrapper = ['unshare', '--mount', 'sh', '-c', mount, home];
      const running = startProgram(program, { wrapper, args: [home, join(home, 'opm-00000000.sock')] });
      programs.push(running);
      running.send('acquire');
      const { code, exitCode, message } = JSON.parse(await running.nextLine());
      assert.equal([code, exitCode], ['LOCK_UNWRITABLE', 1]);
      assert.match(message, clause);
      running.send('end');
      assert.is(await running.nextLine(), 'nothing');
    });
  }

  test('an owner that cannot release on a full disk is inherited from once it has ended', async () => {
    const script = `mount -t tmpfs -o size=16k none $0; "$@"; rm $0/fill; echo ended; "$@"`;
    const wrapper = ['unshare', '--mount', 'sh', '-c', script, home];
    const running = startProgram(program, { wrapper, args: [home, join(home, 'opm-00000000.sock')] });
    programs.push(running);
    running.send('acquire');
    const { owner } = JSON.parse(await running.nextLine());
    running.send('fill');
    await running.nextLine();
    running.send('release');
    await running.nextLine();
    running.send('end');
    assert.is(await running.nextLine(), 'ended');
    running.send('acquire');
    assert.equal(JSON.parse(await running.nextLine()).inheritedFrom, owner);
  });
}

test.run();
