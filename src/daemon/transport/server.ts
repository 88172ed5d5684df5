import { createServer as createHttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { homePaths } from '../../runtime/home.ts';
import { opmVersion } from '../../runtime/version.ts';
import { Dispatcher, type Handlers } from './dispatcher.ts';
import { Listener } from './listener.ts';
import { newSocketPath, publishSocket, retractSocket } from './socket-files.ts';

export type { HandlerContext, Handlers } from './dispatcher.ts';
export { sweepSockets } from './socket-files.ts';

/** Looked at as often, so that the head of a request may take at most twice as long. */
const HEADERS_DEADLINE_MS = 5_000;
/** How long a whole request may take to arrive. */
const REQUEST_DEADLINE_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Connections that have not yet sent a whole request; beyond this the oldest one is cut for each new one. */
const MAX_UNFINISHED = 256;

const DRAIN_DEADLINE_MS = 5_000;
const LISTENER_CHECK_MS = 10_000;

export interface ServerOptions {
  home: string;
  /** Told of bugs: errors of handlers that are not `OpmError`s, and errors of the server itself. */
  onError(error: unknown): void;
  /** The head of a request may take this long to arrive, at most twice as long. Default 5,000. */
  headersDeadlineMs?: number;
  /** See `ListenerOptions.checkMs`. Default 10,000. */
  listenerCheckMs?: number;
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
  readonly #listener: Listener;
  readonly #dispatcher: Dispatcher;
  #published = false;

  /** Use {@link createServer}. */
  constructor(parts: { socketPath: string; link: string; listener: Listener; dispatcher: Dispatcher }) {
    this.socketPath = parts.socketPath;
    this.#link = parts.link;
    this.#listener = parts.listener;
    this.#dispatcher = parts.dispatcher;
  }

  /**
   * Makes this the daemon that clients of the home find. To be called by the holder of the lock.
   *
   * @throws OpmError SOCKET_UNUSABLE
   */
  publish(): void {
    publishSocket(this.socketPath, this.#link);
    this.#published = true;
  }

  /** Listens anew after the socket was deleted; {@link publish} is to follow. @throws OpmError SOCKET_UNUSABLE */
  listenAnew(): Promise<void> {
    return this.#listener.renew();
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
    if (this.#published) retractSocket(this.socketPath, this.#link);
    this.#published = false;
  }

  /** Drains, retracts where that was not done, removes its own socket and cuts what is still connected. */
  async close(deadlineMs: number = DRAIN_DEADLINE_MS): Promise<void> {
    await this.drain(deadlineMs);
    this.retract();
    this.#dispatcher.cut();
    await this.#listener.close();
  }
}

/**
 * Listens on a new socket of mode 0600 in the home. Connections are accepted at once, requests wait for
 * `serve`. To be called before the lock is taken, so that a lock always names a socket that can be asked
 * whether its owner lives. Main thread only: it sets the umask for an instant.
 *
 * @throws OpmError SOCKET_UNUSABLE
 */
export async function createServer(options: ServerOptions): Promise<DaemonServer> {
  const {
    home,
    onError,
    headersDeadlineMs = HEADERS_DEADLINE_MS,
    listenerCheckMs = LISTENER_CHECK_MS,
  } = options;
  const socketPath = newSocketPath(home);
  const unfinished = new Set<Socket>();
  const dispatcher = new Dispatcher({
    version: opmVersion(),
    onError,
    onReceived: (connection) => unfinished.delete(connection),
  });
  const makeServer = () => {
    const server = createHttpServer(
      {
        headersTimeout: headersDeadlineMs,
        requestTimeout: REQUEST_DEADLINE_MS,
        connectionsCheckingInterval: headersDeadlineMs,
        maxHeaderSize: MAX_HEADER_BYTES,
      },
      dispatcher.handle,
    );
    server.on('clientError', (_error, connection) => connection.destroy());
    server.on('connection', (connection: Socket) => admit(connection, unfinished));
    return server;
  };
  const listener = await Listener.open({ path: socketPath, makeServer, onError, checkMs: listenerCheckMs });
  return new DaemonServer({ socketPath, link: homePaths(home).socket, listener, dispatcher });
}

/** Thousands of connections that say nothing must not use up the descriptors that others need. */
function admit(connection: Socket, unfinished: Set<Socket>): void {
  unfinished.add(connection);
  connection.once('close', () => unfinished.delete(connection));
  if (unfinished.size <= MAX_UNFINISHED) return;
  const [oldest] = unfinished.values();
  if (oldest === undefined) return;
  // It closes in a later turn of the event loop, and more may come in this one.
  unfinished.delete(oldest);
  oldest.destroy();
}
