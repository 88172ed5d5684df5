import {
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  newSocketPath,
  publishSocket,
  retractSocket,
  sweepSockets,
} from '../../../src/daemon/transport/socket-files.ts';
import { endProcess, endServers, newHome, startServer } from './transport-parts.ts';

let home: string;
let link: string;
const servers: Server[] = [];

test.before.each(() => {
  home = newHome();
  link = join(home, 'opm.sock');
});
test.after.each(async () => {
  await endServers();
  for (const server of servers.splice(0)) server.close();
});

function listen(path: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

test('publishing creates a relative link and replaces an older one', async () => {
  const first = newSocketPath(home);
  const second = newSocketPath(home);
  await listen(first);
  await listen(second);
  publishSocket(first, link);
  publishSocket(second, link);
  assert.is(readlinkSync(link), second.slice(home.length + 1));
  assert.is(readdirSync(home).length, 3, 'no unfinished link is left');
});

test('publishing replaces a plain file', async () => {
  const path = newSocketPath(home);
  await listen(path);
  writeFileSync(link, 'not a socket');
  publishSocket(path, link);
  assert.ok(lstatSync(link).isSymbolicLink());
});

test('a socket that is gone cannot be published', () => {
  assert.throws(
    () => publishSocket(newSocketPath(home), link),
    (error: { code: string; exitCode: number }) => error.code === 'SOCKET_UNUSABLE' && error.exitCode === 69,
  );
  assert.equal(readdirSync(home), []);
});

test('a link is retracted only by its own daemon', async () => {
  const mine = newSocketPath(home);
  const other = newSocketPath(home);
  await listen(mine);
  await listen(other);
  publishSocket(other, link);
  retractSocket(mine, link);
  assert.ok(existsSync(link));
  retractSocket(other, link);
  assert.not.ok(existsSync(link));
  retractSocket(other, link);
  writeFileSync(link, 'a file of somebody');
  retractSocket(other, link);
  assert.ok(existsSync(link));
});

test('sweeping removes only what dead daemons left', async () => {
  const dead = await startServer('node', { home });
  await endProcess(dead.child.pid!);
  const living = newSocketPath(home);
  const mine = newSocketPath(home);
  await listen(living);
  await listen(mine);
  symlinkSync('opm-00000000.sock', join(home, 'opm.sock.01234567'));
  writeFileSync(join(home, 'opm-notes.sock'), '');
  writeFileSync(join(home, 'opm-01234567.bind'), '');
  const before = readdirSync(home);

  const removed = await sweepSockets(home, mine);
  assert.equal(removed, [dead.socketPath.slice(home.length + 1)], 'the others may just be in the making');
  removed.push(...(await sweepSockets(home, mine, Date.now() + 60_000)));
  assert.equal(removed.slice(1).sort(), ['opm-01234567.bind', 'opm.sock.01234567']);
  assert.equal(readdirSync(home).sort(), before.filter((name) => !removed.includes(name)).sort());
  rmSync(living);
});

test.run();
