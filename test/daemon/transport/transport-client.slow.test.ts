import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connect } from '../../../src/client/connect.ts';
import type { DaemonClient } from '../../../src/protocol/intents.ts';
import { adopt, cleanUp, failure, home, owners, pidOf, reach, run, untilFile } from './transport-daemons.ts';
import { endProcess, endServers, programCommand, RUNTIMES, startServer, within } from './transport-parts.ts';

const waiting = suite('a command that has to wait');
waiting.after.each(cleanUp);

waiting(
  'is served by the owner of the lock as soon as it is ready, and says whom it is waiting for',
  async () => {
    const place = home();
    const first = reach(place, 'bun', { mode: 'recovers' });
    await untilFile(place, 'recovering');
    let told = (_message: string) => {};
    const message = new Promise<string>((resolve) => {
      told = resolve;
    });
    const second = reach(place, 'bun', { onWaiting: told });
    assert.is(
      await within(10_000, 'the message', message),
      `Waiting for process ${owners(place)[0]}, which owns "${place}"`,
    );
    writeFileSync(join(place, 'recovered'), '');
    const pids = await Promise.all([first, second].map(async (client) => pidOf(await client)));
    assert.equal(pids, [owners(place)[0], owners(place)[0]]);
  },
);

waiting('starts a daemon itself when the owner of the lock dies', async () => {
  const place = home();
  const first = failure(reach(place, 'bun', { mode: 'recovers' }));
  await untilFile(place, 'recovering');
  let told = () => {};
  const waits = new Promise<void>((resolve) => {
    told = resolve;
  });
  const second = reach(place, 'bun', { onWaiting: () => told() });
  await waits;
  await endProcess(owners(place)[0]!);
  assert.is((await first).code, 'DAEMON_FAILED');
  assert.match((await first).message, /ended by SIGKILL/);
  assert.is(await pidOf(await second), owners(place)[1]);
});

waiting('gives up at its deadline and names the owner', async () => {
  const place = home();
  const first = reach(place, 'bun', { mode: 'recovers' });
  // Where this test fails before it waits for it, that is what is to be reported.
  first.catch(() => {});
  await untilFile(place, 'recovering');
  const error = await failure(reach(place, 'bun', { deadlineMs: 2000 }));
  assert.equal([error.code, error.exitCode], ['OWNER_BUSY', 75]);
  assert.match(error.message, new RegExp(`owned by process ${owners(place)[0]}, .* for 2 s`));
  writeFileSync(join(place, 'recovered'), '');
  await first;
});

waiting('gives up on a daemon that never gets ready', async () => {
  const place = home();
  const error = await failure(reach(place, 'bun', { mode: 'mute', deadlineMs: 300 }));
  assert.equal([error.code, error.exitCode], ['DAEMON_FAILED', 69]);
  assert.match(error.message, /did not report within .* whether it is ready/);
  writeFileSync(join(place, 'speak'), '');
});

waiting('gives up on a daemon that accepts its request and does not answer', async () => {
  const server = await startServer('bun', { serving: false });
  const client = (await connect({ home: server.home, start: 'never', deadlineMs: 200 }))!;
  const error = await failure(client.call('list', {}));
  assert.equal([error.code, error.exitCode], ['DAEMON_SILENT', 69]);
  assert.match(error.message, /"list" but has not answered for 0\.2 s; see ".*daemon\.log"/);
});

waiting('does not mistake a daemon with a full queue for a dead one', async () => {
  const server = await startServer('bun');
  process.kill(server.child.pid!, 'SIGSTOP');
  const queue: Socket[] = [];
  try {
    for (let next = await knockOnce(server.socketPath); next !== null; ) {
      queue.push(next);
      next = await knockOnce(server.socketPath);
    }
    for (const runtime of RUNTIMES) {
      const { file, args } = programCommand('transport-client.program.ts', [server.home, 'crowded'], runtime);
      const { code, message } = JSON.parse((await run(file, args)).stdout);
      assert.is(code, 'DAEMON_UNREACHABLE', runtime);
      assert.match(message, /too many clients are waiting for it, or it is suspended/);
    }
  } finally {
    for (const socket of queue) socket.destroy();
    process.kill(server.child.pid!, 'SIGCONT');
  }
});

/** A connection that waits to be accepted; `null` when the queue is full. */
function knockOnce(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(null));
  });
}

waiting.run();

const finding = suite('a command that looks for a daemon');
const impostors: Server[] = [];
finding.after.each(async () => {
  for (const server of impostors.splice(0)) server.close();
  await cleanUp();
});

/** Something that listens where a daemon should. */
function impostor(place: string, answer: string): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(answer));
  });
  impostors.push(server);
  return new Promise((resolve) => server.listen(join(place, 'opm.sock'), resolve));
}

finding('finds none where there is none, and starts none unless told to', async () => {
  const place = home();
  const missing = join(place, 'nothing');
  assert.is(await connect({ home: missing, start: 'never' }), null);
  assert.not.ok(existsSync(missing));
  symlinkSync('opm-01234567.sock', join(place, 'opm.sock'));
  assert.is(await connect({ home: place, start: 'never' }), null);
});

finding('reports a home path that is too long for a socket', async () => {
  const place = join(home(), 'x'.repeat(120));
  assert.is(await connect({ home: place, start: 'never' }), null);
  assert.is((await failure(connect({ home: place, start: 'on-demand' }))).code, 'SOCKET_PATH_TOO_LONG');
});

finding('is not misled by the socket of a dead daemon', async () => {
  const dead = await startServer('bun');
  await endProcess(dead.child.pid!);
  assert.ok(existsSync(join(dead.home, 'opm.sock')));
  assert.is(await connect({ home: dead.home, start: 'never' }), null);
  adopt(dead.home);
  const client = await reach(dead.home, 'bun');
  assert.is(await pidOf(client), owners(dead.home)[0]);
});

finding('tries again if the daemon exits while the connection waits in its queue', async () => {
  const place = home();
  const listenAndEnd = async (look: () => Promise<DaemonClient | null>) => {
    await impostor(place, '');
    const looking = look();
    impostors.pop()!.close();
    return looking;
  };
  assert.is(await listenAndEnd(() => connect({ home: place, start: 'never' })), null);
  const client = await listenAndEnd(() => reach(place, 'bun'));
  assert.is(await pidOf(client!), owners(place)[0]);
});

finding('reports that its daemon has gone', async () => {
  const server = await startServer('bun');
  const client = (await connect({ home: server.home, start: 'never' }))!;
  await client.call('status', {});
  await endServers();
  const error = await failure(client.call('list', {}));
  assert.equal([error.code, error.exitCode], ['DAEMON_NOT_RUNNING', 69]);
});

finding('recognises something that is not a daemon', async () => {
  const place = home();
  await impostor(place, 'SSH-2.0-OpenSSH_9.2\r\n\r\n');
  const client = (await connect({ home: place, start: 'never' }))!;
  const error = await failure(client.call('list', {}));
  assert.equal([error.code, error.exitCode], ['BAD_ANSWER', 69]);
});

finding('recognises a daemon with another protocol, and can still stop it', async () => {
  const place = home();
  await impostor(
    place,
    'HTTP/1.1 200 OK\r\nopm-protocol: 9\r\nopm-version: 5.1.0\r\n\r\n{"type":"result","value":{"stopped":1}}\n',
  );
  const client = (await connect({ home: place, start: 'never' }))!;
  const error = await failure(client.call('list', {}));
  assert.equal([error.code, error.exitCode], ['PROTOCOL_MISMATCH', 69]);
  assert.match(error.message, /daemon is OPM 5\.1\.0.*opm daemon restart/);
  assert.equal(await client.call('shutdown', { keepApps: true }), { stopped: 1 });
});

finding('reports a daemon program that cannot be run', async () => {
  const daemon = JSON.stringify({ file: '/no/such/program', args: [] });
  for (const runtime of RUNTIMES) {
    const { file, args } = programCommand(
      'transport-client.program.ts',
      [home(), 'on-demand', daemon],
      runtime,
    );
    const { code, exitCode, message } = JSON.parse((await run(file, args)).stdout);
    assert.equal([code, exitCode], ['DAEMON_FAILED', 69], runtime);
    assert.match(message, /"\/no\/such\/program" cannot be run: .*ENOENT/);
  }
});

finding('reports an unintelligible answer', async () => {
  const error = await failure(reach(home(), 'bun', { mode: 'babbles' }));
  assert.is(error.code, 'DAEMON_FAILED');
});

finding('does not send an oversized request', async () => {
  const server = await startServer('bun');
  const client = (await connect({ home: server.home, start: 'never' }))!;
  const error = await failure(client.call('stop', { targets: ['x'.repeat(2_000_000)] }));
  assert.is(error.code, 'REQUEST_TOO_LARGE');
});

if (process.getuid?.() === 0) {
  finding('cannot reach the daemon of another user', async () => {
    const server = await startServer('bun');
    for (const mode of [0o700, 0o755]) {
      chmodSync(server.home, mode);
      for (const runtime of RUNTIMES) {
        const args = [server.home, 'never', '', '65534'];
        const command = programCommand('transport-client.program.ts', args, runtime);
        const { stdout } = await run(command.file, command.args);
        const { code, exitCode, message } = JSON.parse(stdout);
        assert.equal([code, exitCode], ['HOME_OF_OTHER', 1], runtime);
        assert.match(message, /Run OPM as root/);
      }
    }
  });
}

finding.run();
