import { chmodSync, lstatSync, readFileSync, unlinkSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { createSecureContext } from 'node:tls';
import { cannotListen, tlsUnusable } from './listen-errors.ts';

/** How long the head of a request may take to arrive; checked twice in that time. */
const HEADERS_DEADLINE_MS = 10_000;
/** How long a whole request may take to arrive. */
const REQUEST_DEADLINE_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;
/** Includes streams. Further connections are closed immediately. */
const MAX_CONNECTIONS = 1_024;

export interface TlsFiles {
  cert: string;
  key: string;
}

/** Where to listen: an address, or the path of a Unix socket with its mode. */
export type ListenPlace = { host: string; port: number } | { path: string; mode: number };

/** A listening server. */
export interface HttpListener {
  /** The port, if it has one. */
  port: number | null;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/**
 * Listens and answers with `onRequest`.
 *
 * @param tls `null` for plain HTTP
 * @throws OpmError CANNOT_LISTEN (1), TLS_UNUSABLE (78)
 */
export async function listenHttp(
  place: ListenPlace,
  tls: TlsFiles | null,
  onRequest: RequestListener,
): Promise<HttpListener> {
  const limits = {
    headersTimeout: HEADERS_DEADLINE_MS,
    requestTimeout: REQUEST_DEADLINE_MS,
    connectionsCheckingInterval: HEADERS_DEADLINE_MS / 2,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const server =
    tls === null
      ? createServer(limits, onRequest)
      : createTlsServer({ ...limits, ...readTls(tls), minVersion: 'TLSv1.2' }, onRequest);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_error, connection) => connection.destroy());
  if ('path' in place) await makeRoom(place.path);
  await listen(server, place);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : null,
    close: () => close(server),
  };
}

function listen(server: Server, place: ListenPlace): Promise<void> {
  const where = 'path' in place ? `the socket "${place.path}"` : `${place.host}:${place.port}`;
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(cannotListen(where, error));
    server.once('error', refuse);
    // Nobody but the owner may connect before the mode is set.
    const umask = process.umask(0o177);
    try {
      server.listen('path' in place ? { path: place.path } : { host: place.host, port: place.port }, () => {
        server.off('error', refuse);
        if ('path' in place) chmodSync(place.path, place.mode);
        resolve();
      });
    } finally {
      process.umask(umask);
    }
  });
}

/** Removes the socket of a killed gateway, but not one that somebody listens on, nor anything else. */
async function makeRoom(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw cannotListen(`the socket "${path}"`, new Error('the path is taken by a file'));
  if (await isListening(path))
    throw cannotListen(`the socket "${path}"`, Object.assign(new Error(), { code: 'EADDRINUSE' }));
  unlinkSync(path);
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function readTls({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  const read = (what: string, file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw tlsUnusable(`the ${what} "${file}"`, error);
    }
  };
  const pair = { cert: read('certificate', cert), key: read('key', key) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw tlsUnusable(`the certificate "${cert}" with the key "${key}"`, error);
  }
  return pair;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
