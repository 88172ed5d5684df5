import type { Socket } from 'node:net';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connect } from '../../../src/client/connect.ts';
import type { DaemonClient } from '../../../src/protocol/intents.ts';
import { anything, INTENTS, pester } from './nearly-http.ts';
import {
  endServers,
  open,
  post,
  RUNTIMES,
  readAll,
  startServer,
  type TestServer,
  within,
} from './transport-parts.ts';

const GOOD_WITHIN_MS = 1000;

/** Whatever is going on, a good request is answered, and by the same process. */
async function answers(client: DaemonClient, server: TestServer): Promise<void> {
  const { pid } = await within(GOOD_WITHIN_MS, 'a good request', client.call('status', {}));
  assert.is(pid, server.child.pid);
}

for (const runtime of RUNTIMES) {
  const on = suite<{ server: TestServer; client: DaemonClient }>(`on ${runtime}`);

  on.before(async (context) => {
    // Deno accepts all that wait before anything can be closed.
    context.server = await startServer(runtime, { descriptors: runtime === 'deno' ? 2000 : 400 });
    context.client = (await connect({ home: context.server.home, start: 'never' }))!;
  });
  on.after(endServers);

  on('no bytes crash the server', async ({ server, client }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (all, hangUp) => {
          await Promise.all(all.map((bytes) => pester(server.socketPath, bytes, hangUp)));
          await answers(client, server);
        },
      ),
      { numRuns: 60 },
    );
  });

  on(
    'requests of every intent with any JSON are answered and change nothing in the server',
    async ({ server, client }) => {
      const values = fc.array(fc.tuple(fc.constantFrom(...INTENTS), fc.jsonValue()), {
        minLength: 1,
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(values, async (requests) => {
          await Promise.all(
            requests.map(async ([intent, value]) => {
              const socket = await open(server.socketPath);
              const answer = readAll(socket);
              // `signal` is what the test program does tricks with; unknown tricks are answered too.
              socket.write(post(intent.replace('/', ''), JSON.stringify(value)));
              assert.match(
                await within(2000, intent, answer),
                /^HTTP\/1\.1 (200|400|404) .*"type":"(result|error)"/s,
              );
            }),
          );
          await answers(client, server);
        }),
        { numRuns: 40 },
      );
    },
  );

  on('1,200 silent connections do not lock others out', async ({ server, client }) => {
    let cut = 0;
    let seen = () => {};
    const mostAreCut = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const idle: Socket[] = [];
    for (let count = 0; count < 1200; count++) {
      const socket = await open(server.socketPath);
      socket.resume().once('close', () => ++cut === 940 && seen());
      idle.push(socket);
    }
    await answers(client, server);
    await within(5000, 'cutting all but the newest 256', mostAreCut);
    await answers(client, server);
    for (const socket of idle) socket.destroy();
    await answers(client, server);
  });

  on('nor do 600 that stop in the middle of their head or body', async ({ server, client }) => {
    const halves = [
      'POST /v1/sto',
      'POST /v1/stop HTTP/1.1\r\nHost: o\r\nX-',
      post('stop', '{"targets":["a"]}').slice(0, -4),
    ];
    const open600 = Array.from({ length: 600 }, async (_, index) => {
      const socket = await open(server.socketPath);
      socket.write(halves[index % halves.length]!);
      return socket;
    });
    const sockets = await Promise.all(open600);
    await answers(client, server);
    for (const socket of sockets) socket.destroy();
  });

  on('nor do oversized bodies', async ({ server, client }) => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const head = 'POST /v1/list HTTP/1.1\r\nHost: o\r\nContent-Length: 100000000000\r\n\r\n';
    const floods: Socket[] = [];
    for (let count = 0; count < 8; count++) {
      const socket = await open(server.socketPath);
      socket.write(head);
      const pour = () => void (socket.writable && socket.write(chunk, pour));
      pour();
      floods.push(socket);
    }
    for (let round = 0; round < 5; round++) await answers(client, server);
    for (const socket of floods) socket.destroy();
    await answers(client, server);
  });

  on('nor do 100 clients that request a lot and read nothing', async ({ server, client }) => {
    const deaf = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = await open(server.socketPath);
        socket.pause();
        socket.write(post('signal', '{"targets":["200000"],"signal":"long"}'));
        return socket;
      }),
    );
    await answers(client, server);
    for (const socket of deaf) socket.destroy();
    await answers(client, server);
  });

  on('a server that runs out of descriptors recovers by itself', async () => {
    const poor = await startServer(runtime, { descriptors: 100, limits: { listenerCheckMs: 200 } });
    const patient = (await connect({ home: poor.home, start: 'never' }))!;
    await answers(patient, poor);
    const crowd = await Promise.all(Array.from({ length: 200 }, () => open(poor.socketPath)));
    // Wait until it has met them all or cannot go on: the last one is then accepted, cut or stuck.
    const last = await open(poor.socketPath);
    last.write(post('list', ''));
    await Promise.race([readAll(last), new Promise((resolve) => setTimeout(resolve, 300))]);
    for (const socket of [...crowd, last]) socket.destroy();
    const { pid } = await within(5000, 'an answer after the crowd has left', patient.call('status', {}));
    assert.is(pid, poor.child.pid);
  });

  on('a connection that does not finish its head is closed', async () => {
    const hasty = await startServer(runtime, { limits: { headersDeadlineMs: 300 } });
    const socket = await open(hasty.socketPath);
    socket.write('POST /v1/li');
    const silent = await open(hasty.socketPath);
    await within(5000, 'the end of the connections', Promise.all([readAll(socket), readAll(silent)]));
  });

  on.run();
}
