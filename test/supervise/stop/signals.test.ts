import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openNative } from '../../../src/runtime/native/native.ts';
import { identityOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { openProcessHolds, ProcessHolds } from '../../../src/supervise/adoption/process-holds.ts';
import { signalSender } from '../../../src/supervise/stop/signals.ts';
import { until } from '../../e2e/lab.ts';
import { DENO_RUN } from '../../runner/subject.ts';
import { linuxFrom, within } from '../../runtime/native/process-parts.ts';

const program = fileURLToPath(new URL('successor.program.ts', import.meta.url));
const NAMESPACE = ['--pid', '--fork', '--kill-child', '--mount', '--mount-proc'];
const inNamespace = spawnSync('unshare', [...NAMESPACE, 'true']).status === 0;

const all = suite('signals');
const test = linuxFrom(5, 3) ? all : all.skip;
const withChosenPids = linuxFrom(6, 9) && inNamespace ? all : all.skip;

const table = processTable();

function machineWithout(off: string) {
  const native = openNative({ folders: [tmpdir()], env: { OPM_TEST_NATIVE_OFF: off } });
  const holds = openProcessHolds({ native, table });
  return { holds, send: signalSender({ table, native, holds }) };
}

/** A shell that leads a group of two, once both live. */
async function group() {
  const leader = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const member = await within(
    new Promise<number>((resolve) => leader.stdout.once('data', (text) => resolve(Number(String(text))))),
    'the PID of the member',
  );
  const closed = new Promise((resolve) => leader.once('close', (code, signal) => resolve(signal ?? code)));
  return { identity: identityOf(table, leader.pid!)!, member, closed };
}

for (const off of ['', 'groupSignal', 'pidfd', 'all']) {
  const means = off === '' ? 'all means' : `${off} switched off`;
  test(`with ${means} a signal reaches the process, or its whole group`, async () => {
    const { holds, send } = machineWithout(off);
    const { identity, member, closed } = await group();
    holds?.hold(identity);
    assert.is(send({ identity, signal: 'SIGCONT', group: false }), 'sent');
    assert.is(send({ identity, signal: 'SIGKILL', group: true }), 'sent');
    // The member holds the pipe open: it is closed when both have ended.
    assert.is(await within(closed, 'the end of both'), 'SIGKILL');
    await until(() => identityOf(table, member) === null, 'the member has ended');
    assert.is(send({ identity, signal: 'SIGKILL', group: false }), 'dead');
    holds?.release(identity);
  });

  test(`with ${means} a different process is left alone`, async () => {
    const { holds, send } = machineWithout(off);
    const { identity, closed } = await group();
    const older = { ...identity, startTicks: identity.startTicks - 1 };
    holds?.hold(older);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      assert.is(send({ identity: older, signal, group: false }), 'dead');
      assert.is(send({ identity: older, signal, group: true }), 'dead');
    }
    assert.is(
      send({ identity: { ...identity, pidNamespace: 'x' }, signal: 'SIGKILL', group: true }),
      'unverifiable',
    );
    // Not SIGINT, which a shell has its background jobs ignore.
    assert.is(send({ identity, signal: 'SIGTERM', group: true }), 'sent');
    await closed;
    holds?.release(older);
  });
}

function afterSuccession(off: string): unknown {
  const deno = process.versions.deno !== undefined;
  const run = [process.execPath, ...(deno ? DENO_RUN : ['--import', './scripts/typescript.mjs']), program];
  // The shell is PID 1 in there, and reaps.
  const { stdout, stderr } = spawnSync(
    'unshare',
    [...NAMESPACE, 'sh', '-c', '"$@" & wait $!', 'init', ...run],
    { encoding: 'utf8', env: { ...process.env, OPM_TEST_NATIVE_OFF: off }, timeout: 60_000 },
  );
  if (!stdout.startsWith('{')) throw new Error(`The program said nothing: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

const spared = { outcome: 'dead', successorLives: true };

withChosenPids('a process that got the PID after the check is never hit', () => {
  assert.equal(afterSuccession(''), { process: spared, group: spared });
  assert.equal(afterSuccession('groupSignal'), { process: spared, group: spared });
});

withChosenPids('without descriptors it is hit: only the check protects it', () => {
  const hit = { outcome: 'sent', successorLives: false };
  assert.equal(afterSuccession('pidfd'), { process: hit, group: hit });
});

// Deno closes pipes when it likes.
const openDescriptors = () =>
  process.versions.deno === undefined ? readdirSync('/proc/self/fd').length : null;
const counted = (number: number | null, more: number) => (number === null ? null : number + more);

test('a hold is one descriptor, closed at the release, and there is a limit to their number', async () => {
  const native = openNative({ folders: [tmpdir()], env: {} });
  const { pidfds, descriptors } = native;
  const holds = new ProcessHolds({ table, pidfds: pidfds!, close: descriptors!.close, limit: 8 });
  const send = signalSender({ table, native, holds });
  const groups = await Promise.all([group(), group(), group()]);
  const before = openDescriptors();
  for (const { identity } of groups) holds.hold(identity);
  assert.is(holds.size, 2);
  assert.is(openDescriptors(), counted(before, 2));
  for (const { identity } of groups) assert.is(send({ identity, signal: 'SIGKILL', group: true }), 'sent');
  await Promise.all(groups.map(({ closed }) => closed));
  for (const { identity } of groups) holds.release(identity);
  assert.is(holds.size, 0);
  assert.is(
    openDescriptors(),
    counted(before, -groups.length),
    'only the pipes of the three were closed besides',
  );
});

test('the system reports how many descriptors there are', () => {
  const shown = spawnSync('sh', ['-c', 'ulimit -Sn'], { encoding: 'utf8' }).stdout.trim();
  const { descriptors } = openNative({ folders: [tmpdir()], env: {} });
  // Some runtimes raise their own limit and give their children the one that they had.
  assert.ok(descriptors!.limit() >= Number(shown), `${descriptors!.limit()} of ${shown}`);
});

all.run();
