import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../parts.ts';
import { freePort, pause, wait } from './ready-parts.ts';

const folder = temporaryFolder();
const servers: Server[] = [];

async function serve(listener: RequestListener, where: { port?: number; host?: string; path?: string } = {}) {
  const server = createServer(listener);
  servers.push(server);
  server.listen(where.path === undefined ? { host: '127.0.0.1', port: 0, ...where } : where);
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' ? (address as AddressInfo).port : 0 };
}

const http = (url: string, timeoutMs = 5000) => ({ kind: 'http', url, timeoutMs }) as const;

test.after.each(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('2xx and 3xx are answers of an app that is ready', async () => {
  for (const status of [200, 204, 301, 399]) {
    const { port } = await serve((_, response) => response.writeHead(status).end());
    const { outcome, deadlines } = wait(folder, http(`http://127.0.0.1:${port}/`));
    assert.equal(await outcome, { ready: true }, String(status));
    assert.is(deadlines.size, 0);
  }
});

test('an app that first says it is not ready is asked again, at a reasonable rate', async () => {
  const paths: (string | undefined)[] = [];
  let status = 503;
  const { port } = await serve((request, response) => {
    paths.push(`${request.method} ${request.url} ${request.headers.host}`);
    response.writeHead(status).end('no');
  });
  const { outcome } = wait(folder, http(`http://127.0.0.1:${port}/health?deep=1`));
  await pause(400);
  status = 200;
  assert.equal(await outcome, { ready: true });
  assert.is(paths[0], `GET /health?deep=1 127.0.0.1:${port}`);
  assert.ok(paths.length >= 4 && paths.length <= 16, `${paths.length} requests in 400 ms`);
});

test('the last answer is reported if none was right', async () => {
  const { port } = await serve((_, response) => response.writeHead(404).end());
  const url = `http://127.0.0.1:${port}/health`;
  assert.equal(await wait(folder, http(url, 80)).outcome, {
    ready: false,
    reason: `was not ready within 80 ms: ${url} answered 404`,
  });
});

test('a port without a listener is reported', async () => {
  const port = await freePort();
  assert.equal(await wait(folder, http(`http://127.0.0.1:${port}/`, 60)).outcome, {
    ready: false,
    reason: `was not ready within 60 ms: nothing accepts connections on 127.0.0.1:${port} (ECONNREFUSED)`,
  });
});

test('an app that hangs up or does not speak HTTP has not answered', async () => {
  for (const reply of ['', 'SSH-2.0-OpenSSH\r\n']) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(reply));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcome = await wait(folder, http(`http://127.0.0.1:${port}/`, 60)).outcome;
    server.close();
    const { reason } = outcome as { reason: string };
    assert.match(reason, `was not ready within 60 ms: http://127.0.0.1:${port}/ gave no answer (`);
  }
});

test('a hanging app is asked again', async () => {
  let requests = 0;
  const { port } = await serve((_, response) => {
    requests += 1;
    if (requests > 1) response.end('now I can');
  });
  const { outcome, elapsedMs } = wait(folder, http(`http://127.0.0.1:${port}/`, 1900));
  const deaf = await serve(() => {});
  const url = `http://127.0.0.1:${deaf.port}/`;
  const never = wait(folder, http(url, 1200));
  assert.equal(await outcome, { ready: true });
  assert.equal(await never.outcome, {
    ready: false,
    reason: `was not ready within 1.2 s: ${url} did not answer within 1 s`,
  });
  assert.is(requests, 2);
  assert.ok((await elapsedMs()) >= 1000, 'the first try had its time');
});

test('an endless answer blocks nothing, and its connection is closed', async () => {
  const { port, server } = await serve((_, response) => {
    response.on('error', () => {});
    const more = () => {
      while (response.write('x'.repeat(1000)));
      response.once('drain', more);
    };
    more();
  });
  assert.equal(await wait(folder, http(`http://127.0.0.1:${port}/`)).outcome, { ready: true });
  while ((await connectionsOf(server)) > 0) await pause(5);
});

test('an aborted wait closes its connection', async () => {
  const { port, server } = await serve(() => {});
  const { outcome, deadlines, abort } = wait(folder, http(`http://127.0.0.1:${port}/`));
  await once(server, 'request');
  abort();
  assert.equal(await outcome, { ready: false, reason: 'aborted' });
  assert.is(deadlines.size, 0);
  while ((await connectionsOf(server)) > 0) await pause(5);
});

test('localhost is IPv4 or IPv6, and a URL may name an IPv6 address', async () => {
  const four = await serve((_, response) => response.end());
  const six = await serve((_, response) => response.end(), { host: '::1' });
  for (const url of [
    `http://localhost:${four.port}/`,
    `http://localhost:${six.port}/`,
    `http://[::1]:${six.port}/`,
  ]) {
    assert.equal(await wait(folder, http(url)).outcome, { ready: true }, url);
  }
});

test('an app may listen on a Unix socket', async () => {
  const path = join(folder, 'app.sock');
  const missing = await wait(folder, http(`http://unix:${path}:/health`, 40)).outcome;
  assert.equal(missing, {
    ready: false,
    reason: `was not ready within 40 ms: nothing accepts connections on ${path} (ENOENT)`,
  });
  const urls: (string | undefined)[] = [];
  await serve(
    (request, response) => {
      urls.push(request.url);
      response.end();
    },
    { path },
  );
  assert.equal(await wait(folder, http(`http://unix:${path}:/health?a=b`)).outcome, { ready: true });
  assert.equal(await wait(folder, http(`unix:${path}`)).outcome, { ready: true });
  assert.equal(urls, ['/health?a=b', '/']);
});

test('a certificate is not verified: the question is whether the app answers', async () => {
  const server = createSecureServer({ key: KEY, cert: CERTIFICATE }, (_, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const host of ['127.0.0.1', 'localhost']) {
    assert.equal(await wait(folder, http(`https://${host}:${port}/`)).outcome, { ready: true }, host);
  }
  server.closeAllConnections();
  server.close();
});

test('credentials in the URL are sent', async () => {
  const { port } = await serve((request, response) => {
    const expected = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
    response.writeHead(request.headers.authorization === expected ? 200 : 401).end();
  });
  assert.equal(await wait(folder, http(`http://ann:p%40ss@127.0.0.1:${port}/`)).outcome, { ready: true });
});

test('an invalid web URL fails at once', async () => {
  for (const url of ['nonsense', 'ftp://127.0.0.1/', 'http://a%:b%@127.0.0.1/']) {
    const { outcome, deadlines } = wait(folder, http(url, 60_000));
    assert.equal(await outcome, {
      ready: false,
      reason: `cannot become ready: "${url}" is not a URL that OPM can request`,
    });
    assert.is(deadlines.size, 0);
  }
});

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}

/** Of nobody, for nothing but this test. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqHW2v27Gyd37NWah
092F9xOrfnJ1ZCbvvctosAtFoiihRANCAATW43EPZVLkTmw75dADqpYaxPUbwBrx
PI82UB0v+NNJwgth7ZBTBVjAFo0kb/PuAeJTt5fONtEH8X5jSmLCdKrH
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBfjCCASOgAwIBAgIUPCT9/vVySq9YfgsCHoVYslith1IwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIb3BtLXRlc3QwIBcNMjYxMTIzMDQ1NjI3WhgPMjEyNjEwMzAw
NDU2MjdaMBMxETAPBgNVBAMMCG9wbS10ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE1uNxD2VS5E5sO+XQA6qWGsT1G8Aa8TyPNlAdL/jTScILYe2QUwVYwBaN
JG/z7gHiU7eXzjbRB/F+Y0piwnSqx6NTMFEwHQYDVR0OBBYEFBRY+oR3cImmzyMo
fYFpJbE2GztzMB8GA1UdIwQYMBaAFBRY+oR3cImmzyMofYFpJbE2GztzMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhALDNJcYJIiT9emTHNBmxmLCZ
LTa3fjL8kIzL8daKk9g6AiEA5nOm7LnAhgfSWb0Xm76hw+0fL+9c876vs01+JNCE
nY8=
-----END CERTIFICATE-----`;

test.run();
