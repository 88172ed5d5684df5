import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Deadlines } from '../../../src/supervise/deadlines.ts';
import { awaitReady } from '../../../src/supervise/readiness/readiness.ts';
import { specIn, temporaryFolder } from '../parts.ts';
import { freePort, pause, wait } from './ready-parts.ts';

const folder = temporaryFolder();
const tcp = (port: number, timeoutMs = 5000, host = '127.0.0.1') =>
  ({ kind: 'tcp', host, port, timeoutMs }) as const;

async function listenLater(port: number, afterMs: number, host = '127.0.0.1') {
  await pause(afterMs);
  const server = createServer((socket) => socket.resume().on('error', () => {})).listen(port, host);
  await once(server, 'listening');
  return { server, listeningAtMs: performance.now() };
}

test('an app without a check and minimum uptime is ready at once, without a timer', async () => {
  const deadlines = new Deadlines({
    clock: {
      now: () => 0,
      wake() {
        throw new Error('a timer was set');
      },
    },
  });
  const outcome = await awaitReady({
    spec: specIn(folder),
    process: { pid: 1, isAlive: () => true },
    logOffsets: { out: 0, err: 0 },
    fdReady: new Promise(() => {}),
    signal: new AbortController().signal,
    deadlines,
    probeEnv: {},
    killProbe: () => assert.unreachable(),
  });
  assert.equal(outcome, { ready: true });
});

test('an app without a check is ready once it has lived long enough', async () => {
  const { outcome, elapsedMs, deadlines } = wait(folder, undefined, { spec: { minUptimeMs: 40 } });
  assert.equal(await outcome, { ready: true });
  assert.ok((await elapsedMs()) >= 40);
  assert.is(deadlines.size, 0);
});

test('an app that passes its check early must still live long enough', async () => {
  const spec = { minUptimeMs: 60 };
  const { outcome, elapsedMs, deadlines } = wait(
    folder,
    { kind: 'fd', fd: 3, timeoutMs: 50 },
    { spec, fdReady: Promise.resolve() },
  );
  assert.equal(await outcome, { ready: true });
  assert.ok((await elapsedMs()) >= 60, 'the time-out is for the check alone');
  assert.is(deadlines.size, 0);
});

test('an app that passes its check late does not have to wait for its minimum uptime', async () => {
  let announce = () => {};
  const fdReady = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const { outcome, deadlines } = wait(
    folder,
    { kind: 'fd', fd: 3, timeoutMs: 5000 },
    { fdReady, spec: { minUptimeMs: 5 } },
  );
  await pause(20);
  announce();
  assert.equal(await outcome, { ready: true });
  assert.is(deadlines.size, 0);
});

test('a descriptor on which nothing is written is reported', async () => {
  const { outcome } = wait(folder, { kind: 'fd', fd: 3, timeoutMs: 30 });
  assert.equal(await outcome, {
    ready: false,
    reason: 'was not ready within 30 ms: it wrote no line to its file descriptor 3',
  });
});

test('an aborted wait does not even start', async () => {
  const controller = new AbortController();
  controller.abort();
  const deadlines = new Deadlines();
  const outcome = await awaitReady({
    spec: specIn(folder, { minUptimeMs: 5000, ready: tcp(1) }),
    process: { pid: 1, isAlive: () => true },
    logOffsets: { out: 0, err: 0 },
    fdReady: new Promise(() => {}),
    signal: controller.signal,
    deadlines,
    probeEnv: {},
    killProbe: () => assert.unreachable(),
  });
  assert.equal(outcome, { ready: false, reason: 'aborted' });
  assert.is(deadlines.size, 0);
});

test('an aborted wait ends at once, whatever it is waiting for', async () => {
  const waits = [
    wait(folder, undefined, { spec: { minUptimeMs: 60_000 } }),
    wait(folder, { kind: 'fd', fd: 3, timeoutMs: 60_000 }, { spec: { minUptimeMs: 60_000 } }),
    wait(
      folder,
      { kind: 'fd', fd: 3, timeoutMs: 9 },
      { spec: { minUptimeMs: 60_000 }, fdReady: Promise.resolve() },
    ),
    wait(folder, tcp(await freePort(), 60_000)),
  ];
  await pause(20);
  for (const each of waits) {
    each.abort();
    assert.equal(await each.outcome, { ready: false, reason: 'aborted' });
    assert.is(each.deadlines.size, 0);
  }
});

test('an app that starts listening later is noticed soon', async () => {
  const port = await freePort();
  const { outcome, deadlines } = wait(folder, tcp(port));
  const { server, listeningAtMs } = await listenLater(port, 250);
  assert.equal(await outcome, { ready: true });
  const noticedMs = performance.now() - listeningAtMs;
  server.close();
  assert.ok(noticedMs < 200, `${noticedMs} ms`);
  assert.is(deadlines.size, 0);
});

test('localhost is wherever the app listens, on IPv4 or on IPv6', async () => {
  for (const host of ['127.0.0.1', '::1']) {
    const port = await freePort();
    const { outcome } = wait(folder, tcp(port, 5000, 'localhost'));
    const { server } = await listenLater(port, 0, host);
    assert.equal(await outcome, { ready: true }, host);
    server.close();
  }
});

test('a port without a listener is reported', async () => {
  const port = await freePort();
  const { outcome, elapsedMs, deadlines } = wait(folder, tcp(port, 100));
  assert.equal(await outcome, {
    ready: false,
    reason: `was not ready within 100 ms: nothing accepts connections on 127.0.0.1:${port} (ECONNREFUSED)`,
  });
  assert.ok((await elapsedMs()) >= 100);
  assert.is(deadlines.size, 0);
  const six = wait(folder, tcp(port, 30, '::1'));
  const { reason } = (await six.outcome) as { reason: string };
  assert.ok(reason.endsWith(`nothing accepts connections on [::1]:${port} (ECONNREFUSED)`), reason);
});

test('an answer after the process has ended is not accepted', async () => {
  const { server } = await listenLater(0, 0);
  const { port } = server.address() as { port: number };
  const dead = { pid: 4242, isAlive: () => false };
  const noticed = wait(folder, tcp(port, 60_000), { process: dead });
  await pause(50);
  noticed.abort();
  assert.equal(await noticed.outcome, { ready: false, reason: 'aborted' });
  const unnoticed = wait(folder, tcp(port, 50), { process: dead });
  assert.equal(await unnoticed.outcome, {
    ready: false,
    reason: 'was not ready within 50 ms: its process 4242 has ended',
  });
  server.close();
});

test('two hundred concurrent waits all notice readiness soon', async () => {
  const port = await freePort();
  const waits = Array.from({ length: 200 }, () => wait(folder, tcp(port)));
  const { server, listeningAtMs } = await listenLater(port, 300);
  const outcomes = await Promise.all(waits.map(({ outcome }) => outcome));
  const noticedMs = performance.now() - listeningAtMs;
  server.close();
  assert.ok(outcomes.every(({ ready }) => ready));
  assert.ok(noticedMs < 500, `${noticedMs} ms`);
});

test.run();
