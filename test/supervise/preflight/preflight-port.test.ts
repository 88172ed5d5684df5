import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isKeptByPastConnections } from '../../../src/runtime/proc/closing-connections.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { findPortObstacle } from '../../../src/supervise/preflight/preflight-port.ts';

const onLinux = existsSync('/proc/net/tcp') && !process.versions.deno ? test : test.skip;

async function listening() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

// Node sets SO_REUSEADDR on whatever it binds, so that what it leaves behind is in nobody's way.
const LEAVES_A_CONNECTION = `
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.create_connection(server.getsockname())
accepted = server.accept()[0]
accepted.close()
client.recv(1)
client.close()
print(server.getsockname()[1])
`;
const python = spawnSync('python3', ['-c', LEAVES_A_CONNECTION], { encoding: 'utf8' });
const withPython = python.status === 0 ? onLinux : test.skip;
if (python.status !== 0) console.log('skipped without python3: apt-get install python3');

withPython('a port held only by past connections is not attributed to a process', async () => {
  const obstacle = await findPortObstacle(Number(python.stdout), processTable());
  assert.match(obstacle?.message ?? '', /is in use by connections that were closed .*\(TIME_WAIT\)/);
});

const anywhere = existsSync('/proc/net/tcp') ? test : test.skip;

anywhere('a port that a server of Node used a moment ago is free for its successor', async () => {
  const server = `
    const server = require('node:net').createServer((socket) => socket.end());
    server.listen(0, '127.0.0.1', () => {
      const client = require('node:net').connect(server.address().port, '127.0.0.1');
      client.once('close', () => { console.log(server.address().port); process.exit(); });
      client.resume();
    });`;
  const { stdout, status } = spawnSync('node', ['-e', server], { encoding: 'utf8' });
  assert.is(status, 0);
  assert.ok(isKeptByPastConnections(Number(stdout)));
  assert.is(await findPortObstacle(Number(stdout), processTable()), null);
});

onLinux('a port is attributed to the process that listens on it', async () => {
  const { server, port } = await listening();
  const obstacle = await findPortObstacle(port, processTable());
  assert.match(obstacle?.message ?? '', new RegExp(`^port ${port} is in use by process ${process.pid} `));
  server.close();
  await once(server, 'close');
  assert.is(await findPortObstacle(port, processTable()), null);
});

test.run();
