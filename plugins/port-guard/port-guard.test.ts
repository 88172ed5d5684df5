import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { basename } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as v from 'valibot';
import type { PluginApp } from '../../src/plugin.ts';
import { testPlugin } from '../../src/plugin-testing.ts';
import { canListen } from './bind-test.ts';
import { judge } from './claims.ts';
import plugin from './index.ts';
import { blocks, parseListeners } from './listeners.ts';
import { options } from './options.ts';

interface Seen {
  problems: { message: string; app?: string }[];
  warnings: string[];
}

const servers: Server[] = [];
const children: ChildProcess[] = [];

test.after.each(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  for (const child of children.splice(0)) {
    const gone = once(child, 'exit');
    child.stdin!.end();
    await gone;
  }
});

async function check(apps: PluginApp[], given: unknown = undefined): Promise<Seen> {
  const { problems, logs, records } = await testPlugin(plugin, {
    options: given,
    apps,
    hooks: ['checkRestore'],
  });
  assert.ok(records[0]!.ok, records[0]!.message);
  return { problems, warnings: logs.map(({ message }) => message) };
}

function app(name: string, ports: number[], ...actions: PluginApp['actions']): PluginApp {
  return {
    name,
    namespace: 'default',
    instances: actions.length,
    ports,
    command: ['node', 'server.js'],
    cwd: '/',
    user: null,
    dependsOn: [],
    env: [],
    actions,
  };
}

/** Listens in this process. */
async function listen(host: string, wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Listens in a separate process that exits when its standard input closes. */
async function listenElsewhere(env: Record<string, string>, uid?: number) {
  const script = `
    const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port));
    process.stdin.resume().on('end', () => process.exit());`;
  const evaluate = 'Deno' in globalThis ? ['eval', '--ext=cjs'] : ['-e'];
  const child = spawn(process.execPath, [...evaluate, script], {
    cwd: '/',
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  children.push(child);
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { port: Number(line.toString()), pid: child.pid! };
}

async function freePort(): Promise<number> {
  const port = await listen('127.0.0.1');
  const server = servers.pop()!;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('says nothing when every port is free', async () => {
  const seen = await check([app('api', [await freePort()], 'start')]);
  assert.equal(seen, { problems: [], warnings: [] });
});

for (const host of ['127.0.0.1', '0.0.0.0', '::', '::1']) {
  test(`names process, command and user of a listener on ${host}`, async () => {
    const port = await listen(host);
    const { problems } = await check([app('api', [port], 'start')]);
    assert.is(problems.length, 1);
    assert.is(problems[0]!.app, 'api');
    assert.match(problems[0]!.message, `port ${port} is held by PID ${process.pid} (`);
    assert.match(problems[0]!.message, basename(process.argv[1]!));
    const user = process.getuid!() === 0 ? 'root' : '';
    assert.match(problems[0]!.message, `, user ${user}`);
  });
}

test('names a process that listens on several addresses only once', async () => {
  const port = await listen('127.0.0.2');
  await listen('127.0.0.3', port);
  assert.is((await check([app('api', [port], 'start')])).problems.length, 1);
});

test('names a holder that runs as another user', async () => {
  if (process.getuid!() !== 0) return console.log('skipped: only root can start a process as another user');
  const { port, pid } = await listenElsewhere({ DENO_DIR: '/tmp/.none' }, 65_534);
  const { problems } = await check([app('api', [port], 'start')]);
  assert.match(problems[0]!.message, `PID ${pid} (`);
  assert.match(problems[0]!.message, 'user nobody');
});

test('lets the old process of a replaced app hold its port', async () => {
  const { port } = await listenElsewhere({ OPM_NAME: 'api', OPM_TOKEN: 't1' });
  assert.equal(await check([app('api', [port], 'replace')]), { problems: [], warnings: [] });
  assert.equal(await check([app('api', [port, await freePort()], 'keep', 'start')]), {
    problems: [],
    warnings: [],
  });
});

test('refuses a foreign process on the port of a replaced app', async () => {
  const { port, pid } = await listenElsewhere({});
  const { problems } = await check([app('api', [port], 'replace')]);
  assert.match(problems[0]!.message, `PID ${pid}`);
});

test('refuses a leftover process of an app that should not be running', async () => {
  const { port } = await listenElsewhere({ OPM_NAME: 'api', OPM_TOKEN: 't1' });
  assert.is((await check([app('api', [port], 'start')])).problems.length, 1);
});

test('refuses the port of another app that stays, and warns about one that stops', async () => {
  const { port } = await listenElsewhere({ OPM_NAME: 'old', OPM_TOKEN: 't1' });
  assert.is((await check([app('api', [port], 'start'), app('old', [], 'keep')])).problems.length, 1);
  const seen = await check([app('api', [port], 'start'), app('old', [], 'stop')]);
  assert.equal(seen.problems, []);
  assert.match(seen.warnings[0]!, 'of the app "old", which this restore stops');
});

test('ignores apps that stay or stop', async () => {
  const port = await listen('127.0.0.1');
  assert.equal((await check([app('a', [port], 'keep'), app('b', [port], 'stop')])).problems, []);
});

test('reports a port that two apps claim only once', async () => {
  const port = await freePort();
  const { problems } = await check([app('a', [port], 'start'), app('b', [port], 'start')]);
  assert.equal(problems, [{ message: `port ${port} is claimed by both "a" and "b"`, app: 'a' }]);
  const late = await check([app('a', [port], 'keep'), app('b', [port], 'start')]);
  assert.equal(late.problems, [{ message: `port ${port} is claimed by both "b" and "a"`, app: 'b' }]);
});

test('leaves ignored ports alone and checks extra ones', async () => {
  const port = await listen('127.0.0.1');
  assert.equal((await check([app('a', [port], 'start')], { ignorePorts: [port] })).problems, []);
  const { problems } = await check([app('a', [], 'keep')], { extraPorts: [port] });
  assert.is(problems.length, 1);
  assert.is(problems[0]!.app, undefined);
});

test('lets a running app hold an extra port', async () => {
  const { port } = await listenElsewhere({ OPM_NAME: 'api', OPM_TOKEN: 't1' });
  assert.equal((await check([app('api', [], 'keep')], { extraPorts: [port] })).problems, []);
});

test('checks only the given addresses', async () => {
  const port = await listen('127.0.0.2');
  const apps = [app('a', [port], 'start')];
  assert.equal((await check(apps, { addresses: ['127.0.0.3', '::1'] })).problems, []);
  assert.is((await check(apps, { addresses: ['127.0.0.2'] })).problems.length, 1);
  assert.is((await check(apps, { addresses: ['0.0.0.0'] })).problems.length, 1);
});

test('knows which addresses exclude each other', () => {
  assert.ok(blocks('0.0.0.0', '127.0.0.1'));
  assert.ok(blocks('::', '10.0.0.1'));
  assert.ok(blocks('::1', '0:0:0:0:0:0:0:1'));
  assert.ok(blocks('::ffff:7f00:1', '127.0.0.1'));
  assert.not.ok(blocks('0.0.0.0', '::1'));
  assert.not.ok(blocks('127.0.0.1', '127.0.0.2'));
  assert.not.ok(blocks('fe80::1%eth0', '::1'));
});

test('parses addresses as the kernel prints them, of listening sockets only', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  33        0 4711 1 0 100 0 0 10 0
   1: 0100007F:1F90 0200007F:C001 01 00000000:00000000 00:00000000 00000000  33        0 4712 1 0 100 0 0 10 0
   2: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 0:0 00:0 0  0  0 4713 1 0
   3: 0000000000000000FFFF00000100007F:0BB9 00000000000000000000000000000000:0000 0A 0:0 00:0 0  0  0 4714 1 0
`;
  assert.equal(parseListeners(table), [
    { address: '127.0.0.1', port: 8080, inode: '4711', uid: 33 },
    { address: '::1', port: 3000, inode: '4713', uid: 0 },
    { address: '127.0.0.1', port: 3001, inode: '4714', uid: 0 },
  ]);
});

test('tests a port by listening where holders cannot be named', async () => {
  const port = await listen('127.0.0.1');
  assert.is(await canListen(port, []), false);
  assert.is(await canListen(port, ['127.0.0.2']), true);
  assert.is(await canListen(await freePort(), []), true);
  assert.is(await canListen(port, ['192.0.2.1']), null, 'an address this machine does not have');
});

test('only warns if the holder may be the old process', () => {
  const api = app('api', [80], 'replace');
  const occupant = { text: 'somebody', app: undefined };
  assert.is(judge({ port: 80, app: api }, occupant, [api]).kind, 'warning');
  const fresh = app('api', [80], 'start');
  assert.is(judge({ port: 80, app: fresh }, occupant, [fresh]).kind, 'problem');
});

test('rejects invalid options', () => {
  for (const bad of [
    { ignorePorts: [0] },
    { extraPorts: ['80'] },
    { addresses: ['localhost'] },
    { ports: [] },
  ]) {
    assert.not.ok(v.safeParse(options, bad).success, JSON.stringify(bad));
  }
});

test.run();
