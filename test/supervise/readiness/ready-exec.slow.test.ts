import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { identityOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { temporaryFolder } from '../parts.ts';
import { pause, wait } from './ready-parts.ts';

const folder = temporaryFolder();
const exec = (argv: string[], timeoutMs = 5000) => ({ kind: 'exec', argv, timeoutMs }) as const;
const shell = (script: string, timeoutMs?: number) => exec(['/bin/sh', '-c', script], timeoutMs);

test('a command that eventually succeeds makes the app ready', async () => {
  const flag = join(folder, 'flag');
  const { outcome, deadlines } = wait(folder, exec(['test', '-e', 'flag']));
  await pause(30);
  writeFileSync(flag, '');
  assert.equal(await outcome, { ready: true });
  assert.is(deadlines.size, 0);
});

test("the command's last failure is reported", async () => {
  // Long enough for a process to start and end beside other load.
  const reason = async (argv: string[]) =>
    ((await wait(folder, exec(argv, 1500)).outcome) as { reason: string }).reason;
  const reasons = await Promise.all([
    reason(['sh', '-c', 'exit 3']),
    reason(['sh', '-c', 'kill -9 $$']),
    reason(['no-such-probe']),
    reason(['a\0b']),
  ]);
  const unspeakable = reasons.pop()!;
  assert.equal(reasons, [
    'was not ready within 1.5 s: "sh -c exit 3" exited with code 3',
    'was not ready within 1.5 s: "sh -c kill -9 $$" was ended by SIGKILL',
    'was not ready within 1.5 s: cannot run "no-such-probe" (ENOENT)',
  ]);
  assert.match(unspeakable, /^was not ready within 1\.5 s: /);
});

test('the command runs like the app, but without the token that would identify it as the app', async () => {
  const cwd = join(folder, 'cwd');
  mkdirSync(cwd);
  const { outcome } = wait(folder, shell('pwd > seen; env >> seen; ps -o pid=,sid= $$ >> seen'), {
    spec: { cwd },
    probeEnv: { PATH: '/usr/bin:/bin', OPM_TOKEN: 'secret', OPM_NAME: 'api', PORT: '3000' },
  });
  assert.equal(await outcome, { ready: true });
  const seen = readFileSync(join(cwd, 'seen'), 'utf8');
  assert.ok(seen.startsWith(`${cwd}\n`));
  assert.match(seen, 'PORT=3000\n');
  assert.match(seen, 'OPM_NAME=api\n');
  assert.not.match(seen, 'OPM_TOKEN');
  const [, pid, session] = /(\d+)\s+(\d+)\n$/.exec(seen) ?? [];
  assert.is(pid, session, 'a session of its own');
});

test('the command inherits no socket that this process listens on', async () => {
  const server = createServer().listen(join(folder, 'daemon.sock'));
  await once(server, 'listening');
  const seen = join(folder, 'descriptors');
  const { outcome } = wait(folder, shell(`ls -l /proc/$$/fd > ${seen}`));
  const result = await outcome;
  server.close();
  assert.equal(result, { ready: true });
  assert.not.match(readFileSync(seen, 'utf8'), 'socket:');
});

test('a hanging command is ended with its whole group when the time is up', async () => {
  const file = join(folder, 'hangs');
  const { outcome, deadlines } = wait(folder, shell(`echo $$ > ${file}; sleep 60 & sleep 60`, 400));
  assert.equal(await outcome, {
    ready: false,
    reason: `was not ready within 400 ms: "/bin/sh -c echo $$ > ${file}; sleep 60 & sleep 60" has not ended yet`,
  });
  assert.is(deadlines.size, 0);
  await gone(Number(readFileSync(file, 'utf8')));
});

test('a hanging command is ended and retried', async () => {
  const file = join(folder, 'once');
  const { outcome } = wait(folder, shell(`test -e ${file} || { echo $$ > ${file}; sleep 60; }`, 2000));
  assert.equal(await outcome, { ready: true });
  await gone(Number(readFileSync(file, 'utf8')));
});

test('a command that is running when the wait is aborted is ended', async () => {
  const file = join(folder, 'aborted');
  const { outcome, abort, deadlines } = wait(folder, shell(`echo $$ > ${file}; sleep 60`));
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(5);
  abort();
  assert.equal(await outcome, { ready: false, reason: 'aborted' });
  assert.is(deadlines.size, 0);
  await gone(Number(readFileSync(file, 'utf8')));
});

test('a command that has ended is never signalled', async () => {
  const { outcome, abort } = wait(folder, exec(['false']), { killProbe: () => assert.unreachable() });
  await pause(150);
  abort();
  assert.equal(await outcome, { ready: false, reason: 'aborted' });
  const passed = wait(folder, exec(['true']), { killProbe: () => assert.unreachable() });
  assert.equal(await passed.outcome, { ready: true });
});

test('a command is not signalled once it is gone, even before its exit is reported', async () => {
  const file = join(folder, 'quick');
  const { outcome, abort } = wait(folder, shell(`echo $$ > ${file}`), {
    killProbe: () => assert.unreachable(),
  });
  // Without a turn of the event loop its end cannot be reported.
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (pid > 0 && identityOf(processTable(), pid) === null) break;
  }
  abort();
  assert.equal(await outcome, { ready: false, reason: 'aborted' });
});

if (process.geteuid?.() === 0) {
  test('the command runs as the user of the app', async () => {
    const attributes = { wrapper: ['/usr/bin/env', 'X=1'], credentials: { uid: 65_534, gid: 65_534 } };
    const asked = shell('test $(id -u) = 65534 && test $(id -g) = 65534 && test $X = 1');
    assert.equal(await wait('/', asked, { attributes }).outcome, { ready: true });
  });
}

/** Waits until no process is left in the group. */
async function gone(group: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    if (isOnlyZombies(group)) return;
    await pause(5);
  }
}

/** Where nobody reaps orphans (a bare container), they stay for ever. */
function isOnlyZombies(group: number): boolean {
  try {
    readlinkSync(`/proc/${group}/exe`);
    return false;
  } catch {
    return true;
  }
}

test.run();
