// Bytes for the daemon's socket that no client sends.
import fc from 'fast-check';
import { open, readAll } from './transport-parts.ts';

/** Sends bytes, takes what comes for a moment, and hangs up. */
export async function pester(path: string, bytes: Uint8Array, hangUp: boolean): Promise<void> {
  const socket = await open(path);
  const end = readAll(socket);
  if (hangUp) socket.end(bytes, () => socket.destroy());
  else socket.write(bytes, () => setImmediate(() => socket.destroy()));
  await end;
}

/** Names of intents and what looks like them; none that ends the daemon. */
export const INTENTS = [
  'status',
  'list',
  'stop',
  'restore',
  'scale',
  'signal',
  'nothing',
  '../etc/passwd',
  '%00',
  '',
];
const method = fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE', 'post', 'PRI', '\0');
const path = fc.oneof(
  fc.constantFrom(...INTENTS).map((intent) => `/v1/${intent}`),
  fc.string({ maxLength: 40 }),
  fc.constant(`/${'a'.repeat(20_000)}`),
  fc.constantFrom('*', 'http://example.org/v1/list', '/v1/ready', '//v1/list', '/v1/list?x=1'),
);
const header = fc.oneof(
  fc
    .tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 40 }))
    .map(([name, value]) => `${name}: ${value}`),
  fc.constantFrom(
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Content-Length: 5\r\nContent-Length: 6',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Expect: 100-continue',
    'Connection: upgrade\r\nUpgrade: websocket',
    'opm-protocol: 999',
    `X: ${'y'.repeat(70_000)}`,
  ),
);
const body = fc.oneof(
  fc.json().map((json) => Buffer.from(json)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.from('['.repeat(100_000))),
  fc.constant(Buffer.from('{"targets":'.repeat(20_000))),
);
const nearlyHttp = fc
  .record({ method, path, headers: fc.array(header, { maxLength: 4 }), body, honest: fc.boolean() })
  .map(({ method, path, headers, body, honest }) => {
    const lines = [`${method} ${path} HTTP/1.1`, 'Host: opm', ...headers];
    if (honest) lines.push(`Content-Length: ${body.length}`);
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
  });
/** Requests with something wrong, and bytes that are none. */
export const anything = fc.oneof(
  { weight: 4, arbitrary: nearlyHttp },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)) },
);
