import { createServer as createHttpServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { homePaths } from '../runtime/home.ts';
import { opmVersion } from '../runtime/version.ts';
import { socketUnusable } from './daemon-errors.ts';
import { Dispatcher, type Handlers } from './dispatcher.ts';
import { newSocketPath, publishSocket, retractSocket, unlinkIfThere } from './socket-files.ts';

export type { HandlerContext, Handlers } from './dispatcher.ts';
export { sweepSockets } from './socket-files.ts';

/** A whole head must arrive within this time, a whole request within the other. */
const HEADERS_DEADLINE_MS = 10_000;
const REQUEST_DEADLINE_MS = 30_000;
const DEADLINE_CHECK_MS = 2_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Connections that have not yet sent a whole request; beyond this the oldest one is cut for each new one. */
const MAX_UNFINISHED = 256;

/** Clients that may wait to be accepted; the system's own limit applies too. */
const BACKLOG = 4096;

const DRAIN_DEADLINE_MS = 5_000;

export interface ServerOptions {
  home: string;
  /** Told of bugs: errors of handlers that are not `OpmError`s, and errors of the server itself. */
  onError(error: unknown): void;
}

/**
 * The daemon's end of the socket. Its life: {@link createServer} listens under a name of its own, the lock is
 * taken, {@link publish} makes it the one that clients find, {@link serve} lets their requests in. At the end:
 * {@link drain}, {@link retract}, the lock is released, {@link close}.
 */
export class DaemonServer {
  /** The socket's own path, for the lock file. */
  readonly socketPath: string;
  readonly #link: string;
  readonly #server: Server;
  readonly #dispatcher: Dispatcher;

  /** Use {@link createServer}. */
  constructor(parts: { socketPath: string; link: string; server: Server; dispatcher: Dispatcher }) {
    this.socketPath = parts.socketPath;
    this.#link = parts.link;
    this.#server = parts.server;
    this.#dispatcher = parts.dispatcher;
  }

  /**
   * Makes this the daemon that clients of the home find. To be called by the holder of the lock.
   *
   * @throws OpmError SOCKET_UNUSABLE
   */
  publish(): void {
    publishSocket(this.socketPath, this.#link);
  }

  /** Answers requests; those that have come before have waited. */
  serve(handlers: Handlers): void {
    this.#dispatcher.serve(handlers);
  }

  /**
   * Refuses new requests and waits for the answers at work. Who is refused can wait for the end of this
   * daemon: the refused connections stay open until {@link close} or the end of the process.
   *
   * @returns how many answers were still at work after `deadlineMs`
   */
  drain(deadlineMs: number = DRAIN_DEADLINE_MS): Promise<number> {
    return this.#dispatcher.drain(deadlineMs);
  }

  /** Takes back what {@link publish} did, unless another daemon has published since. Needs the lock. */
  retract(): void {
    retractSocket(this.socketPath, this.#link);
  }

  /** Drains, retracts where that was not done, removes its own socket and cuts what is still connected. */
  async close(deadlineMs: number = DRAIN_DEADLINE_MS): Promise<void> {
    await this.drain(deadlineMs);
    this.retract();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    unlinkIfThere(this.socketPath);
    this.#dispatcher.cut();
    this.#server.closeAllConnections();
    await closed;
  }
}

/**
 * Listens on a new socket of mode 0600 in the home. Connections are accepted at once, requests wait for
 * `serve`. To be called before the lock is taken, so that a lock always names a socket that can be asked
 * whether its owner lives. Main thread only: it sets the umask for an instant.
 *
 * @throws OpmError SOCKET_UNUSABLE
 */
export async function createServer({ home, onError }: ServerOptions): Promise<DaemonServer> {
  const socketPath = newSocketPath(home);
  const unfinished = new Set<Socket>();
  const dispatcher = new Dispatcher({
    version: opmVersion(),
    onError,
    onReceived: (connection) => unfinished.delete(connection),
  });
  const server = createHttpServer(
    {
      headersTimeout: HEADERS_DEADLINE_MS,
      requestTimeout: REQUEST_DEADLINE_MS,
      connectionsCheckingInterval: DEADLINE_CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    dispatcher.handle,
  );
  server.on('clientError', (_error, connection) => connection.destroy());
  server.on('connection', (connection: Socket) => admit(connection, unfinished));
  await listen(server, socketPath);
  server.on('error', onError);
  return new DaemonServer({ socketPath, link: homePaths(home).socket, server, dispatcher });
}

/** Thousands of connections that say nothing must not use up the descriptors that others need. */
function admit(connection: Socket, unfinished: Set<Socket>): void {
  unfinished.add(connection);
  connection.once('close', () => unfinished.delete(connection));
  if (unfinished.size <= MAX_UNFINISHED) return;
  const [oldest] = unfinished;
  oldest?.destroy();
}

async function listen(server: Server, path: string): Promise<void> {
  // The socket exists from within listen() on, so its mode is right from its first instant.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path, backlog: BACKLOG }, () => {
        server.removeListener('error', reject);
        resolve();
      });
      process.umask(umask);
    });
  } catch (error) {
    throw socketUnusable(path, error);
  } finally {
    process.umask(umask);
  }
}
