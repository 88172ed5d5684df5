import { renameSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { systemErrorCode } from '../../errors.ts';
import { losesListeners } from '../../runtime/quirks/lost-listener.ts';
import { unlinkIfThere } from './socket-files.ts';
import { socketUnusable } from './transport-errors.ts';

/** How many clients may wait to be accepted; the system's own limit applies as well. */
const BACKLOG = 4096;

/** A listener that takes longer than this to accept a connection counts as lost. */
const ACCEPT_DEADLINE_MS = 1_000;

export interface ListenerOptions {
  /** Ends in `.sock`. */
  path: string;
  /** Creates a server that does not listen yet. Called again when the listener is lost. */
  makeServer(): Server;
  onError(error: unknown): void;
  /** How often to check whether the listener is lost, on the runtime that needs it. */
  checkMs: number;
}

/**
 * Listens on a Unix socket of mode 0600 for as long as the daemon lives.
 *
 * On Deno (2.9) a listener that has hit "too many open files" never accepts again and emits no event, so it is
 * checked periodically there and replaced by a new one at the same path. Node and Bun recover by themselves.
 */
export class Listener {
  readonly #options: ListenerOptions;
  #server: Server;
  #accepted = 0;
  #closed = false;
  #check: NodeJS.Timeout | undefined;

  private constructor(options: ListenerOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    this.#adopt(server);
    if (losesListeners()) this.#watch();
  }

  /** @throws OpmError SOCKET_UNUSABLE */
  static async open(options: ListenerOptions): Promise<Listener> {
    const server = options.makeServer();
    await listen(server, options.path);
    return new Listener(options, server);
  }

  /**
   * Listens on a new socket at the same path, because nobody can reach the old one. Accepted connections stay open.
   *
   * @throws OpmError SOCKET_UNUSABLE
   */
  async renew(): Promise<void> {
    if (this.#closed) return;
    const lost = this.#server;
    const server = this.#options.makeServer();
    await listen(server, this.#options.path);
    this.#server = server;
    this.#adopt(server);
    // Close the old listener so that clients waiting for it can try again.
    lost.close();
  }

  /** Closes the listener, its connections and its socket. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#check);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    unlinkIfThere(this.#options.path);
    this.#server.closeAllConnections();
    await closed;
  }

  #adopt(server: Server): void {
    server.on('error', this.#options.onError);
    server.on('connection', () => {
      this.#accepted += 1;
    });
  }

  #watch(): void {
    const seen = this.#accepted;
    this.#check = setTimeout(async () => {
      // Any connection accepted since the last check proves that the listener works.
      if (seen === this.#accepted && (await this.#isLost())) await this.renew().catch(this.#options.onError);
      if (!this.#closed) this.#watch();
    }, this.#options.checkMs).unref();
  }

  #isLost(): Promise<boolean> {
    return new Promise((resolve) => {
      const before = this.#accepted;
      const socket = connect(this.#options.path);
      const deadline = setTimeout(() => {
        socket.destroy();
        resolve(this.#accepted === before);
      }, ACCEPT_DEADLINE_MS);
      socket.on('error', (error) => {
        clearTimeout(deadline);
        // The queue is full. Any other error proves nothing: the shortage may still be there.
        resolve(systemErrorCode(error) === 'EAGAIN');
      });
    });
  }
}

/**
 * Makes `path` lead to the server, in one step even if another one listens there. It is bound under another name
 * because every runtime, when it closes a listener, unlinks the name it was bound to.
 */
async function listen(server: Server, path: string): Promise<void> {
  const bound = path.replace(/\.sock$/, '.bind');
  // listen() creates the socket itself, so the umask gives it the right mode from its first instant.
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: bound, backlog: BACKLOG }, () => {
        server.removeListener('error', reject);
        resolve();
      });
      process.umask(umask);
    });
    renameSync(bound, path);
  } catch (error) {
    throw socketUnusable(path, error);
  } finally {
    process.umask(umask);
  }
}
