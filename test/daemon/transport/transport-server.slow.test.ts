import { existsSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connect } from '../../../src/client/connect.ts';
import type { DaemonClient } from '../../../src/protocol/intents.ts';
import type { RestoreEvent } from '../../../src/protocol/restore-report.ts';
import { failure } from './transport-daemons.ts';
import {
  endServers,
  open,
  post,
  RUNTIMES,
  readAll,
  say,
  startServer,
  type TestServer,
  within,
} from './transport-parts.ts';

function errorIn(answer: string): { code: string; exitCode: number; message: string } {
  const line = answer.split('\r\n').find((part) => part.startsWith('{"type":"error"'));
  assert.ok(line, answer);
  return JSON.parse(line).error;
}

for (const runtime of RUNTIMES) {
  const on = suite<{ server: TestServer; client: DaemonClient }>(`on ${runtime}`);

  on.before(async (context) => {
    context.server = await startServer(runtime);
    context.client = (await connect({ home: context.server.home, start: 'never' }))!;
  });
  on.after(endServers);

  on('only its owner can use the socket, and opm.sock points to it', ({ server }) => {
    assert.is(statSync(server.socketPath).mode & 0o777, 0o600);
    assert.is(readlinkSync(join(server.home, 'opm.sock')), basename(server.socketPath));
  });

  on('a request reaches its handler and the result comes back', async ({ client }) => {
    const [outcome] = await client.call('restart', { targets: ['ä€😀'], env: null });
    assert.equal(JSON.parse(outcome!.message!), { targets: ['ä€😀'], env: null });
  });

  on('events arrive in order before the result', async ({ client }) => {
    const events: RestoreEvent[] = [];
    await client.call('signal', { targets: ['500', 'ü'], signal: 'events' }, (event) => events.push(event));
    assert.equal(
      events,
      Array.from({ length: 500 }, (_, n) => ({ kind: 'warning', message: `${n} ü` })),
    );
  });

  on('events arrive while the handler is still running', async ({ server, client }) => {
    let seen = () => {};
    const atWork = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const answer = client.call('signal', { targets: ['go-on'], signal: 'until-file' }, () => seen());
    await within(2000, 'the first event', atWork);
    writeFileSync(join(server.home, 'go-on'), '');
    assert.is((await answer)[0]!.message, 'done');
  });

  on('a result of many megabytes arrives complete', async ({ client }) => {
    const [outcome] = await client.call('signal', { targets: ['3000000'], signal: 'long' });
    assert.is(outcome!.message!.length, 3_000_000);
    assert.is(outcome!.message!.at(-1), 'ä');
  });

  on('an error keeps its code, exit code and message', async ({ client }) => {
    const error = await failure(client.call('signal', { targets: [], signal: 'refuse' }));
    assert.equal([error.name, error.code, error.exitCode], ['OpmError', 'NO_SUCH_TARGET', 1]);
    assert.is(error.message, 'There is no "ü"');
  });

  on('anything else that is thrown is a bug, and reported to the daemon', async ({ client }) => {
    for (const signal of ['throw', 'cyclic']) {
      const error = await failure(client.call('signal', { targets: [], signal }));
      assert.equal([error.code, error.exitCode], ['BUG', 70]);
    }
    const { notices } = await client.call('list', {});
    assert.is(notices.length, 2);
    assert.is(notices[0], 'TypeError: a bug');
  });

  on('an unknown request is refused in JSON', async ({ server }) => {
    for (const [request, status] of [
      ['POST /v1/destroy HTTP/1.1\r\nHost: o\r\n\r\n', 404],
      ['POST /v1/__proto__ HTTP/1.1\r\nHost: o\r\n\r\n', 404],
      ['POST /v2/list HTTP/1.1\r\nHost: o\r\n\r\n', 404],
      ['GET / HTTP/1.1\r\nHost: o\r\n\r\n', 404],
      ['GET /v1/list HTTP/1.1\r\nHost: o\r\n\r\n', 405],
      ['DELETE /v1/list HTTP/1.1\r\nHost: o\r\n\r\n', 405],
    ] as const) {
      const answer = await say(server.socketPath, request);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
      assert.is(errorIn(answer).code, 'NO_SUCH_ROUTE');
    }
  });

  on('a request that does not match its intent is refused in JSON', async ({ server }) => {
    for (const body of ['{', '{"targets":"all"}', '{"targets":[1]}', '[]', '"x"', '\xff\xfe', '']) {
      const answer = await say(server.socketPath, post('stop', body));
      assert.match(answer, /^HTTP\/1.1 400 /);
      assert.is(errorIn(answer).code, 'BAD_REQUEST');
    }
  });

  on('an oversized body is refused before it is read', async ({ server }) => {
    const announced = await say(
      server.socketPath,
      'POST /v1/stop HTTP/1.1\r\nHost: o\r\nContent-Length: 2000000\r\n\r\n',
    );
    assert.match(announced, /^HTTP\/1.1 413 /);
    assert.match(errorIn(announced).message, /larger than 1 MiB/);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = 'POST /v1/stop HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: chunked\r\n\r\n';
    const unannounced = await say(server.socketPath, head + chunk.repeat(17));
    // A client on Deno may lose the answer to the reset that follows it; on Node it is always there.
    if (process.versions.deno === undefined || unannounced !== '') {
      assert.is(errorIn(unannounced).code, 'REQUEST_TOO_LARGE');
    }
  });

  on('a restore request may be far longer than others', async ({ server }) => {
    const answer = await say(server.socketPath, post('restore', `{"env":{"A":"${'x'.repeat(5_000_000)}"}}`));
    assert.is(errorIn(answer).code, 'BAD_REQUEST');
  });

  on(
    'a command with another protocol is told to restart the daemon, and may request that',
    async ({ server }) => {
      const headers = 'opm-protocol: 999\r\nopm-version: 7.0.0\r\n';
      const error = errorIn(await say(server.socketPath, post('list', '', headers)));
      assert.is(error.code, 'PROTOCOL_MISMATCH');
      assert.match(error.message, /command is OPM 7\.0\.0.*opm daemon restart/);
      assert.match(await say(server.socketPath, post('status', '', headers)), /"type":"result"/);
    },
  );

  on("a client's death ends nothing but its own answer", async ({ server, client }) => {
    const socket = await open(server.socketPath);
    const atWork = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => chunk.includes('at work') && resolve());
    });
    socket.write(post('signal', '{"targets":["later"],"signal":"until-file"}'));
    await atWork;
    socket.destroy();
    const noticed = async () => {
      while ((await client.call('status', {})).adopted === 0);
    };
    await within(5000, 'noticing that the client has gone', noticed());
    assert.not.ok(existsSync(join(server.home, 'later.done')));
    writeFileSync(join(server.home, 'later'), '');
    const answer = await client.call('signal', { targets: ['later.done'], signal: 'until-file' });
    assert.is(answer[0]!.message, 'done');
  });

  on(
    'a client that does not read loses progress, not the result, and costs little memory',
    async ({ server }) => {
      const socket = await open(server.socketPath);
      socket.pause();
      const line = 'x'.repeat(10_000);
      socket.write(post('signal', `{"targets":["20000","${line}"],"signal":"events"}`));
      const before = (await say(server.socketPath, post('signal', '{"targets":[],"signal":"events"}'))).match(
        /rss (\d+)/,
      );
      const answer = await within(5000, 'the answer', readAll(socket.resume()));
      const after = /rss (\d+)/.exec(answer);
      assert.match(answer, /"message":"0 xxx/);
      assert.match(answer, /\d{5} lines of progress were dropped/);
      assert.ok(answer.length < 8_000_000, `${answer.length} characters were kept`);
      const grownMib = (Number(after![1]) - Number(before![1])) / 1024 / 1024;
      assert.ok(grownMib < 100, `200 MB of events cost ${grownMib} MiB`);
    },
  );

  on.run();
}

for (const runtime of RUNTIMES) {
  const life = suite(`the life of a server on ${runtime}`);

  life('requests wait until the daemon serves', async () => {
    const server = await startServer(runtime, { serving: false });
    const client = (await connect({ home: server.home, start: 'never' }))!;
    let answered = 0;
    const answers = ['a', 'b'].map((target) =>
      client.call('stop', { targets: [target] }).finally(() => answered++),
    );
    await say(server.socketPath, 'POST /v1/nothing HTTP/1.1\r\nHost: o\r\n\r\n');
    assert.is(answered, 0);
    await server.tell('serve');
    assert.equal(
      (await Promise.all(answers)).map(([outcome]) => outcome!.message),
      ['{"targets":["a"]}', '{"targets":["b"]}'],
    );
  });

  life(
    'a stopping server answers the requests it has started, refuses the rest, and signals its end',
    async () => {
      const server = await startServer(runtime);
      const client = (await connect({ home: server.home, start: 'never' }))!;
      let seen = () => {};
      const atWork = new Promise<void>((resolve) => {
        seen = resolve;
      });
      const begun = client.call('signal', { targets: ['finish'], signal: 'until-file' }, () => seen());
      await atWork;
      assert.is(await server.tell('drain at once'), 'drained 1');
      await server.nextLine();
      await server.tell('drain');
      assert.is((await failure(client.call('list', {}))).code, 'DAEMON_STOPPING');
      const refused = await open(server.socketPath);
      const refusal = new Promise<string>((resolve) => {
        refused.on('data', (chunk: Buffer) => chunk.includes('"error"') && resolve(String(chunk)));
      });
      const end = readAll(refused);
      refused.write(post('list', ''));
      assert.is(errorIn(await within(2000, 'the refusal', refusal)).code, 'DAEMON_STOPPING');
      writeFileSync(join(server.home, 'finish'), '');
      assert.is((await begun)[0]!.message, 'done');
      assert.is(await server.nextLine(), 'drained 0');
      assert.not.ok(refused.destroyed);
      assert.is(await server.tell('close'), 'closed');
      await within(2000, 'the end of the refused connection', end);
      assert.not.ok(existsSync(server.socketPath));
      assert.throws(() => readlinkSync(join(server.home, 'opm.sock')), 'ENOENT');
    },
  );

  life('closing leaves the link of a later daemon', async () => {
    const first = await startServer(runtime);
    const second = await startServer(runtime, { home: first.home });
    await first.tell('close');
    assert.is(readlinkSync(join(first.home, 'opm.sock')), basename(second.socketPath));
    const client = await connect({ home: first.home, start: 'never' });
    assert.is((await client!.call('status', {})).pid, second.child.pid);
  });

  life.after.each(endServers);
  life.run();
}
