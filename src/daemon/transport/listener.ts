import { renameSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { systemErrorCode } from '../../errors.ts';
import { runtimeName } from '../../runtime/self.ts';
import { unlinkIfThere } from './socket-files.ts';
import { socketUnusable } from './transport-errors.ts';

/** Clients that may wait to be accepted; the system's own limit applies too. */
const BACKLOG = 4096;

/** How long the listener may take to accept a connection before it counts as lost. */
const ACCEPT_DEADLINE_MS = 1_000;

export interface ListenerOptions {
  /** Ends in `.sock`. */
  path: string;
  /** Makes a server that does not listen yet. Called again when the listener is lost. */
  makeServer(): Server;
  onError(error: unknown): void;
  /** How often to look whether the listener is lost, on the runtime that needs it. */
  checkMs: number;
}

/**
 * Listens on a Unix socket of mode 0600 for as long as the daemon lives.
 *
 * On Deno (2.9) a listener that has met "too many open files" never accepts again, without any event, so there
 * it is looked at from time to time and replaced by a new one at the same path. Node and Bun recover by
 * themselves.
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
    if (runtimeName() === 'deno') this.#watch();
  }

  /** @throws OpmError SOCKET_UNUSABLE */
  static async open(options: ListenerOptions): Promise<Listener> {
    const server = options.makeServer();
    await listen(server, options.path);
    return new Listener(options, server);
  }

  /**
   * Listens anew at the same path, because nobody can reach the old socket. Accepted connections stay.
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
    // Ends the listener, and whoever waits for it can try again.
    lost.close();
  }

  /** Ends the listener, its connections and its socket. */
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
      // Whoever was accepted since the last look has proved that the listener works.
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
        // The queue is full. Anything else proves nothing: the shortage may still be there.
        resolve(systemErrorCode(error) === 'EAGAIN');
      });
    });
  }
}

/**
 * Makes `path` lead to the server, in one step also where another one listens there. It is bound under another
 * name because every runtime, when it closes a listener, unlinks the name that it was bound to.
 */
async function listen(server: Server, path: string): Promise<void> {
  const bound = path.replace(/\.sock$/, '.bind');
  // The socket exists from within listen() on, so its mode is right from its first instant.
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
