import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import { options, parseHostPort } from './options.ts';
import { isMounted } from './probes.ts';
import { waitForAll } from './wait.ts';

type Given = v.InferInput<typeof options>;

const servers: Server[] = [];
let folder = '';

test.before.each(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opm-wait-for-'));
});
test.after.each(async () => {
  await rm(folder, { recursive: true });
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function wait(
  given: Given,
  rest: TestPluginOptions = {},
): Promise<{ lines: string[]; error: string | null; ms: number }> {
  const { veto, logs, records } = await testPlugin(plugin, {
    options: given,
    configDir: folder,
    hooks: ['preRestore'],
    ...rest,
  });
  const lines = logs.map(({ level, message }) => `${level}: ${message}`);
  return { lines, error: veto, ms: records[0]!.ms };
}

function listen(server: Server, port = 0): Promise<number> {
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function answering(...statuses: number[]): Server {
  return createHttpServer((_, response) => {
    response.writeHead(statuses.length > 1 ? statuses.shift()! : statuses[0]!, { connection: 'close' });
    response.end('body');
  });
}

async function freePort(): Promise<number> {
  const port = await listen(createServer());
  const server = servers.pop()!;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('continues immediately when everything is up', async () => {
  await writeFile(join(folder, 'ready'), '');
  const port = await listen(createServer((socket) => socket.end()));
  const web = await listen(answering(204));
  const { error, lines } = await wait({
    tcp: [`127.0.0.1:${port}`],
    http: [`http://127.0.0.1:${web}/health?token=hush`],
    file: ['ready'],
    mount: ['/proc'],
    dns: ['localhost'],
  });
  assert.is(error, null);
  assert.is(lines.filter((line) => / is up after \d+ ms$/.test(line)).length, 5, lines.join('\n'));
  assert.not.match(lines.join('\n'), 'hush');
});

test('waits until a port is listened on', async () => {
  const port = await freePort();
  // The web server gets its first request after the port has been tried, and opens the port then.
  let asked = 0;
  const web = await listen(
    createHttpServer(async (_, response) => {
      if (asked++ === 1)
        await listen(
          createServer((socket) => socket.end()),
          port,
        );
      response.writeHead(asked > 1 ? 200 : 503, { connection: 'close' }).end();
    }),
  );
  const { error, lines } = await wait({
    tcp: [`127.0.0.1:${port}`],
    http: [`http://127.0.0.1:${web}/`],
    interval: '20ms',
  });
  assert.is(error, null);
  assert.match(lines.join('\n'), /tcp 127\.0\.0\.1:\d+ is not up yet: .*ECONNREFUSED/);
  assert.match(lines.join('\n'), /tcp 127\.0\.0\.1:\d+ is up after \d+ ms/);
});

test('waits until a web server answers successfully, and logs each new reason once', async () => {
  const port = await listen(answering(500, 500, 503, 302));
  const { error, lines } = await wait({ http: [`http://127.0.0.1:${port}/`], interval: '10ms' });
  assert.is(error, null);
  assert.equal(lines.slice(1, 3), [
    `info: http http://127.0.0.1:${port}/ is not up yet: answered 500`,
    `info: http http://127.0.0.1:${port}/ is not up yet: answered 503`,
  ]);
});

test('accepts only the requested status', async () => {
  const port = await listen(answering(200));
  const url = `http://127.0.0.1:${port}/`;
  const { error } = await wait({ http: [{ url, status: 401 }], timeout: '60ms', interval: '10ms' });
  assert.match(error!, `http ${url} (answered 200 instead of 401)`);
  assert.is((await wait({ http: [{ url, status: 200 }] })).error, null);
});

test('waits until a file exists, relative to the config file', async () => {
  let asked = 0;
  const web = await listen(
    createHttpServer(async (_, response) => {
      if (asked++ === 2) await writeFile(join(folder, 'later'), '');
      response.writeHead(asked > 2 ? 200 : 503, { connection: 'close' }).end();
    }),
  );
  const { error, lines } = await wait({
    file: ['later'],
    http: [`http://127.0.0.1:${web}/`],
    interval: '20ms',
  });
  assert.is(error, null);
  assert.match(lines.join('\n'), /file later is not up yet: .*ENOENT/);
});

test('names everything that did not come up, with the last error of each', async () => {
  const port = await freePort();
  const up = await listen(createServer((socket) => socket.end()));
  const { error, ms } = await wait({
    tcp: [`127.0.0.1:${port}`, `127.0.0.1:${up}`],
    file: ['never'],
    mount: [folder],
    dns: ['no-such-host.invalid'],
    timeout: '300ms',
    interval: '20ms',
  });
  assert.match(error!, /^4 of 5 did not come up within 300 ms: /);
  assert.match(error!, new RegExp(`tcp 127\\.0\\.0\\.1:${port} \\(.*ECONNREFUSED.*\\)`));
  assert.match(error!, /file never \(.*ENOENT.*\)/);
  assert.match(error!, `mount ${folder} (not mounted)`);
  assert.match(error!, 'dns no-such-host.invalid (');
  assert.not.match(error!, `:${up}`);
  assert.ok(ms < 2000, `all of them wait side by side: ${ms} ms`);
});

test('gives up an attempt that gets no answer', async () => {
  const silent = await listen(createServer((socket) => void socket.on('error', () => {}).resume()));
  const { error } = await wait({
    http: [`http://127.0.0.1:${silent}/`],
    timeout: '200ms',
    attemptTimeout: '50ms',
    interval: '10ms',
  });
  assert.match(error!, '(no answer within 50 ms)');
});

test('stops when the deadline of the hook passes, and logs what is missing', async () => {
  const { error, lines, ms } = await wait({ file: ['never'] }, { timeoutMs: 500 });
  assert.is(error, 'did not end within 500 ms');
  assert.match(
    lines.at(-1)!,
    /^error: 1 of 1 did not come up before the hook's deadline: file never \(.*ENOENT/,
  );
  assert.ok(ms < 5000);
});

test('does not start after the deadline has passed', async () => {
  const pending = await waitForAll({
    targets: [{ label: 'x', probe: async () => assert.unreachable() }],
    limits: { timeoutMs: 1000, intervalMs: 10, attemptTimeoutMs: 1000 },
    signal: AbortSignal.abort(),
    onUp() {},
    onTrouble() {},
  });
  assert.equal(pending, [{ label: 'x', lastError: 'no time left to try' }]);
});

test('tries once in a dry run, and only warns', async () => {
  const { error, lines } = await wait({ file: ['never'], mount: ['/proc'] }, { dryRun: true });
  assert.is(error, null);
  assert.is(lines.length, 1);
  assert.match(lines[0]!, /^warn: file never is not up: .*ENOENT/);
});

test('does not wait in a recovery', async () => {
  const { error, lines } = await wait({ file: ['never'] }, { reason: 'recovery' });
  assert.is(error, null);
  assert.equal(lines, []);
});

test('parses mount points with spaces', () => {
  const table = `22 1 8:1 / / rw - ext4 /dev/sda1 rw
23 22 8:2 / /mnt/my\\040disk rw,relatime shared:1 - ext4 /dev/sdb1 rw
`;
  assert.ok(isMounted(table, '/mnt/my disk/'));
  assert.ok(isMounted(table, '/'));
  assert.not.ok(isMounted(table, '/mnt'));
});

test('parses addresses of both families', () => {
  assert.equal(parseHostPort('db:5432'), { host: 'db', port: 5432 });
  assert.equal(parseHostPort('[::1]:80'), { host: '::1', port: 80 });
  for (const bad of ['db', 'db:0', 'db:65536', '::1:80', 'a b:80', ':80']) {
    assert.is(parseHostPort(bad), null, bad);
  }
});

test('rejects invalid options', () => {
  const bad = [
    {},
    { tcp: [] },
    { tcp: ['db'] },
    { http: ['ftp://db'] },
    { http: [{ url: 'http://db', status: 9 }] },
    { mount: ['mnt'] },
    { file: ['x'], timeout: '30 seconds' },
    { file: ['x'], timeout: '60d' },
    { file: ['x'], interval: '0s' },
    { files: ['x'] },
  ];
  for (const given of bad) assert.not.ok(v.safeParse(options, given).success, JSON.stringify(given));
});

test.run();
