import { createServer as createHttpServer } from 'node:http';
import type { Socket } from 'node:net';
import { homePaths } from '../../runtime/home.ts';
import { opmVersion } from '../../runtime/version.ts';
import { Dispatcher, type Handlers, type NoteChange } from './dispatcher.ts';
import { Listener } from './listener.ts';
import { newSocketPath, publishSocket, retractSocket } from './socket-files.ts';

export type { Handlers } from './dispatcher.ts';
export { sweepSockets } from './socket-files.ts';

/** Checked at this interval too, so the head of a request may take up to twice as long. */
const HEADERS_DEADLINE_MS = 5_000;
/** How long a whole request may take to arrive. */
const REQUEST_DEADLINE_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** How many connections may exist without a complete request; beyond this, each new one cuts the oldest. */
const MAX_UNFINISHED = 256;

const DRAIN_DEADLINE_MS = 5_000;
const LISTENER_CHECK_MS = 10_000;

export interface ServerOptions {
  home: string;
  /** Called with bugs: handler errors that are not `OpmError`s, and errors of the server itself. */
  onError(error: unknown): void;
  /** How long the head of a request may take to arrive; up to twice this in practice. Default 5,000. */
  headersDeadlineMs?: number;
  /** See `ListenerOptions.checkMs`. Default 10,000. */
  listenerCheckMs?: number;
}

/**
 * The daemon's end of the socket. {@link createServer} listens under a name of its own, then the lock is taken,
 * {@link publish} makes it the one that clients find, and {@link serve} lets their requests in. At the end: {@link
 * drain}, {@link retract}, release the lock, {@link close}.
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
   * Makes this the daemon that clients of the home find. Call it only while holding the lock.
   *
   * @throws OpmError SOCKET_UNUSABLE
   */
  publish(): void {
    publishSocket(this.socketPath, this.#link);
    this.#published = true;
  }

  /** Listens again after the socket was deleted; call {@link publish} next. @throws OpmError SOCKET_UNUSABLE */
  listenAnew(): Promise<void> {
    return this.#listener.renew();
  }

  /** Answers requests, including those that have been waiting. */
  serve(handlers: Handlers, note?: NoteChange): void {
    this.#dispatcher.serve(handlers, note);
  }

  /**
   * Refuses new requests and waits for answers in progress. Refused clients can wait for the end of this daemon:
   * their connections stay open until {@link close} or the end of the process.
   *
   * @returns how many answers were still in progress after `deadlineMs`
   */
  drain(deadlineMs: number = DRAIN_DEADLINE_MS): Promise<number> {
    return this.#dispatcher.drain(deadlineMs);
  }

  /** Undoes {@link publish}, unless another daemon has published since. Requires the lock. */
  retract(): void {
    if (this.#published) retractSocket(this.socketPath, this.#link);
    this.#published = false;
  }

  /** Drains, retracts if that has not happened yet, removes its own socket and cuts the remaining connections. */
  async close(deadlineMs: number = DRAIN_DEADLINE_MS): Promise<void> {
    await this.drain(deadlineMs);
    this.retract();
    this.#dispatcher.cut();
    await this.#listener.close();
  }
}

/**
 * Listens on a new socket of mode 0600 in the home. Connections are accepted at once; requests wait for `serve`. Call
 * it before taking the lock, so that a lock always names a socket that can be asked whether its owner is alive. Main
 * thread only: it sets the umask for an instant.
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

/** Thousands of silent connections must not use up the descriptors that others need. */
function admit(connection: Socket, unfinished: Set<Socket>): void {
  unfinished.add(connection);
  connection.once('close', () => unfinished.delete(connection));
  if (unfinished.size <= MAX_UNFINISHED) return;
  const [oldest] = unfinished.values();
  if (oldest === undefined) return;
  // It closes in a later turn of the event loop, and more may arrive in this one.
  unfinished.delete(oldest);
  oldest.destroy();
}
