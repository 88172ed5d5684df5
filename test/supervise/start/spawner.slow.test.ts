import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessEvent, SpawnRequest } from '../../../src/pool/spawn-protocol.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { Spawner } from '../../../src/supervise/start/spawner.ts';

interface Context {
  folder: string;
  spawner: Spawner;
  events: ProcessEvent[];
  /** The end of the process with this token. */
  exit: (token: string) => Promise<ProcessEvent>;
}

const DEADLINE_MS = 10_000;

const test = suite<Context>('spawner');
test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'opm-spawner-'));
  context.events = [];
  const waiting = new Set<() => void>();
  context.spawner = new Spawner(2, {
    event: (event) => {
      context.events.push(event);
      for (const look of waiting) look();
    },
    threadLost: () => assert.unreachable(),
  });
  context.exit = (token) =>
    new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`${token} did not exit`)), DEADLINE_MS);
      const look = () => {
        const found = context.events.find((event) => event.token === token && event.kind === 'exited');
        if (found === undefined) return;
        clearTimeout(deadline);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
});
test.after(async ({ spawner, folder }) => {
  await spawner.close();
  rmSync(folder, { recursive: true });
});

function request(
  folder: string,
  token: string,
  script: string,
  change: Partial<SpawnRequest> = {},
): SpawnRequest {
  return {
    ...{ token, file: '/bin/sh', args: ['-c', script], argv0: 'sh', cwd: folder },
    env: { PATH: '/usr/bin:/bin', OPM_TOKEN: token },
    ...{ wrapper: [], credentials: null, logOwner: null, umask: null, readyFd: null },
    ...{ out: join(folder, `${token}.out`), err: join(folder, `${token}.err`) },
    ...change,
  };
}

test('a process is started with its environment, folder and logs, and its exit is reported', async (context) => {
  const { folder, spawner, exit } = context;
  writeFileSync(join(folder, 'a.out'), 'before\n');
  const script = 'echo "$OPM_TOKEN in $(pwd)"; echo oops >&2; exit 3';
  const started = await spawner.spawn(request(folder, 'a', script));
  assert.ok(started.ok);
  assert.type(started.startTicks, 'number');
  assert.equal(started.logOffsets, { out: 7, err: 0 });
  assert.equal(await exit('a'), { kind: 'exited', token: 'a', code: 3, signal: null });
  assert.is(readFileSync(join(folder, 'a.out'), 'utf8'), `before\na in ${folder}\n`);
  assert.is(readFileSync(join(folder, 'a.err'), 'utf8'), 'oops\n');
});

test('a process leads a session of its own, and its signal is reported', async ({
  folder,
  spawner,
  exit,
}) => {
  const started = await spawner.spawn(request(folder, 'b', 'exec sleep 60'));
  assert.ok(started.ok);
  const { pid } = started;
  assert.is(processTable().stat(pid)?.session, pid);
  process.kill(pid, 'SIGKILL');
  assert.equal(await exit('b'), { kind: 'exited', token: 'b', code: null, signal: 'SIGKILL' });
});

test('what is asked for in one turn is spread over the threads, and each process is its own', async (context) => {
  const { folder, spawner, exit } = context;
  const tokens = Array.from({ length: 40 }, (_, index) => `many-${index}`);
  const results = await Promise.all(tokens.map((token) => spawner.spawn(request(folder, token, 'exit 0'))));
  const started = results.flatMap((result) => (result.ok ? [result] : []));
  assert.equal(
    started.map(({ token }) => token),
    tokens,
  );
  assert.is(new Set(started.map(({ threadId }) => threadId)).size, 2);
  await Promise.all(tokens.map(exit));
  for (const token of tokens) {
    assert.is(context.events.filter((event) => event.token === token).length, 1, token);
  }
});

test('what cannot be started is a result with the code of the system, and hurts no other', async (context) => {
  const { folder, spawner, exit } = context;
  const results = await Promise.all([
    spawner.spawn(request(folder, 'none', '', { file: join(folder, 'nothing') })),
    spawner.spawn(request(folder, 'nowhere', '', { out: join(folder, 'no/folder/log') })),
    spawner.spawn(request(folder, 'good', 'exit 0')),
  ]);
  assert.equal(
    results.map((result) => (result.ok ? 'started' : result.code)),
    ['ENOENT', 'ENOENT', 'started'],
  );
  await exit('good');
  assert.is(
    context.events.some(({ token }) => token === 'none'),
    false,
  );
});

test('a line on the readiness descriptor is reported once', async (context) => {
  const { folder, spawner, exit } = context;
  const script = 'printf "READY" >&3; echo >&3; sleep 0.2; echo more >&3; exit 0';
  await spawner.spawn(request(folder, 'ready', script, { readyFd: 3 }));
  await exit('ready');
  assert.equal(
    context.events.filter(({ token }) => token === 'ready').map(({ kind }) => kind),
    ['fd-ready', 'exited'],
  );
});

test('the umask is that of the app, also in front of a wrapper, and not of the daemon', async (context) => {
  const { folder, spawner, exit } = context;
  const wrapper = ['/usr/bin/env', 'WRAPPED=yes'];
  const script = 'echo "$WRAPPED" > made';
  await spawner.spawn(request(folder, 'mask', script, { umask: 0o077, wrapper }));
  await exit('mask');
  assert.is(statSync(join(folder, 'made')).mode & 0o777, 0o600);
  assert.is(readFileSync(join(folder, 'made'), 'utf8'), 'yes\n');
  await spawner.spawn(request(folder, 'plain', 'echo > plain'));
  await exit('plain');
  assert.is(statSync(join(folder, 'plain')).mode & 0o777, 0o666 & ~process.umask());
});

test('a script without a #! line is run by a shell', async ({ folder, spawner, exit }) => {
  const script = join(folder, 'script');
  writeFileSync(script, 'exit 5\n', { mode: 0o755 });
  const started = await spawner.spawn(
    request(folder, 'script', '', { file: script, args: [], argv0: script }),
  );
  assert.ok(started.ok);
  assert.equal(await exit('script'), { kind: 'exited', token: 'script', code: 5, signal: null });
});

test.run();
