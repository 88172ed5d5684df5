import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { ListenerJudge } from '../../../src/supervise/readiness/listener-judge.ts';
import { temporaryFolder } from '../parts.ts';
import { freePort, wait } from './ready-parts.ts';

const folder = temporaryFolder();
const table = processTable();
const judge = new ListenerJudge(table, () => ({ has: (user) => user === process.geteuid?.() }));
const isLinux = process.platform === 'linux';

/** A process that listens, and whatever else `code` does. Ends with the test. */
async function listening(where: object, options: { env?: Record<string, string>; inChild?: boolean } = {}) {
  const listen = `require('net').createServer((s) => s.on('error', () => {}).end('HTTP/1.0 204 None\\r\\n\\r\\n'))
    .listen(${JSON.stringify(where)}, () => console.log('listening'))`;
  const code = options.inChild
    ? `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(listen)}], { stdio: 'inherit' })`
    : listen;
  const child: ChildProcess = spawn('node', ['-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { PATH: process.env.PATH!, ...options.env },
  });
  await once(child.stdout!, 'data');
  return { pid: child.pid!, end: () => process.kill(-child.pid!, 'SIGKILL') };
}

const nobody = { pid: 1, token: 'none' };

if (isLinux) {
  for (const [what, host, address] of [
    ['an IPv4 address', '127.0.0.1', '127.0.0.1'],
    ['all IPv4 addresses', '0.0.0.0', '127.0.0.1'],
    ['all addresses', '::', '127.0.0.1'],
    ['an IPv6 address', '::1', '::1'],
  ] as const) {
    test(`a process that listens on ${what} is distinguished from others`, async () => {
      const port = await freePort();
      const server = await listening({ host, port });
      try {
        assert.is(judge.strangerAt({ address, port }, { pid: server.pid, token: 't' }), null);
        assert.match(judge.strangerAt({ address, port }, nobody) ?? '', `process ${server.pid} (`);
      } finally {
        server.end();
      }
    });
  }

  test('children of a process belong to it, by session or token', async () => {
    const port = await freePort();
    const server = await listening(
      { host: '127.0.0.1', port },
      { inChild: true, env: { OPM_TOKEN: 'mine' } },
    );
    try {
      const endpoint = { address: '127.0.0.1', port };
      assert.is(judge.strangerAt(endpoint, { pid: server.pid, token: 'other' }), null);
      assert.is(judge.strangerAt(endpoint, { pid: 1, token: 'mine' }), null);
      assert.match(judge.strangerAt(endpoint, nobody) ?? '', /^process \d+ /);
    } finally {
      server.end();
    }
  });

  test('the listener on a Unix socket is identified too', async () => {
    const path = join(folder, 'app.sock');
    const server = await listening({ path });
    try {
      assert.is(judge.strangerAt({ path }, { pid: server.pid, token: 't' }), null);
      assert.match(judge.strangerAt({ path }, nobody) ?? '', `process ${server.pid} (`);
      assert.is(judge.strangerAt({ path: join(folder, 'none.sock') }, nobody), null);
    } finally {
      server.end();
    }
  });

  test('an address on another machine is not judged by local listeners', async () => {
    const server = createServer().listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    assert.is(judge.strangerAt({ address: '192.0.2.7', port }, nobody), null);
    server.close();
  });

  for (const kind of ['tcp', 'http'] as const) {
    test(`an app is not ready because a foreign process answers (${kind}), unless that is intended`, async () => {
      const port = await freePort();
      const server = await listening({ host: '127.0.0.1', port });
      const check =
        kind === 'tcp'
          ? ({ kind, host: '127.0.0.1', port, timeoutMs: 300 } as const)
          : ({ kind, url: `http://127.0.0.1:${port}/`, timeoutMs: 300 } as const);
      const stranger = (endpoint: Parameters<typeof judge.strangerAt>[0]) =>
        judge.strangerAt(endpoint, nobody);
      try {
        const outcome = await wait(folder, check, { stranger }).outcome;
        assert.is(outcome.ready, false);
        const reason = 'reason' in outcome ? outcome.reason : '';
        assert.match(
          reason,
          new RegExp(`:${port}.* is answered by process ${server.pid} .*not belong to the app`),
        );
        const any = wait(folder, { ...check, listener: 'any' }, { stranger });
        assert.equal(await any.outcome, { ready: true });
        const own = (endpoint: Parameters<typeof judge.strangerAt>[0]) =>
          judge.strangerAt(endpoint, { pid: server.pid, token: 't' });
        assert.equal(await wait(folder, check, { stranger: own }).outcome, { ready: true });
      } finally {
        server.end();
      }
    });
  }
}

test('if the system cannot identify listeners, any answer is accepted', () => {
  const mute = new ListenerJudge({ ...table, listenersAt: () => null } as never, () => ({ has: () => true }));
  assert.is(mute.strangerAt({ address: '127.0.0.1', port: 1 }, nobody), null);
  const hidden = new ListenerJudge(
    {
      listenersAt: () => new Set(['1']),
      holdsSocket: () => false,
      pids: () => [7],
      stat: () => null,
    } as never,
    () => ({ has: () => true }),
  );
  assert.is(hidden.strangerAt({ address: '127.0.0.1', port: 1 }, nobody), null);
});

test.run();
