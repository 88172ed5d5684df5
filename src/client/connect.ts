import type { Socket } from 'node:net';
import { OpmError } from '../errors.ts';
import type { Caller, DaemonClient, Intent, Intents } from '../protocol/intents.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import { homePaths } from '../runtime/home.ts';
import type { SelfCommand } from '../runtime/self.ts';
import { daemonLost, daemonNotRunning } from './client-errors.ts';
import { daemonLogTail } from './daemon-log.ts';
import { exchange, UnansweredError } from './exchange.ts';
import { untilClosed } from './open-socket.ts';
import { findDaemon, reachDaemon } from './reach-daemon.ts';

const DEADLINE_MS = 60_000;

/** The daemon cuts silent connections, so an old one is not trusted with a request. */
const FRESH_MS = 1_000;

/** A request that kills every daemon that reads it is not sent forever. */
const MAX_UNANSWERED = 3;

export interface ConnectOptions {
  home: string;
  /** Whether to start a daemon if none is running, now and in later calls. */
  start: 'on-demand' | 'never';
  /** Called with a description of what it is waiting for, when that takes a while. */
  onWaiting?: (message: string) => void;
  /** Who asks, for messages to others who wait. */
  caller?: Caller;
  /** Start the daemon with `--break-lock`. */
  breakLock?: boolean;
  /** Start the daemon with `--at-rest`. */
  atRest?: boolean;
  /** How long the daemon may take to be there and to begin to answer. Default 60,000. */
  deadlineMs?: number;
  /** The program to run for `opm <args>`; this very one unless a test overrides it. */
  program?: (args: string[]) => SelfCommand;
}

/**
 * Connects to the daemon of a home.
 *
 * @returns `null` when none is running and `start` is `never`
 * @throws OpmError when it can be neither reached nor started, or another owner holds the home
 */
export function connect(options: ConnectOptions & { start: 'on-demand' }): Promise<DaemonClient>;
export function connect(options: ConnectOptions): Promise<DaemonClient | null>;
export async function connect(options: ConnectOptions): Promise<DaemonClient | null> {
  const client = new SocketClient(options);
  return (await client.reach()) ? client : null;
}

/** One connection per request; the one opened by `connect` serves the first. */
class SocketClient implements DaemonClient {
  readonly #options: ConnectOptions;
  readonly #deadlineMs: number;
  readonly #open = new Set<Socket>();
  #closed = false;
  #spare: { socket: Socket; since: number } | null = null;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  /** Opens the connection for the next request; `false` when there is no daemon. */
  async reach(): Promise<boolean> {
    const socket = await this.#connection();
    if (socket === null) return false;
    // A client that is never used must not keep its program alive.
    this.#spare = { socket: socket.unref(), since: performance.now() };
    return true;
  }

  async call<I extends Intent>(
    intent: I,
    request: Intents[I]['request'],
    onEvent: (event: RestoreEvent) => void = (event) => this.#tellWaiting(event),
  ): Promise<Intents[I]['result']> {
    const { home, caller = null } = this.#options;
    const { daemonLog } = homePaths(home);
    const lost = () => daemonLost(intent, daemonLogTail(daemonLog));
    for (let unanswered = 0; ; ) {
      const socket = this.#takeSpare() ?? (await this.#connection());
      if (socket === null) throw daemonNotRunning(home);
      this.#open.add(socket);
      try {
        const headDeadlineMs = this.#deadlineMs;
        const exchanged = { intent, request, onEvent, caller, headDeadlineMs, logFile: daemonLog, lost };
        return await exchange(socket, exchanged);
      } catch (error) {
        if (error instanceof UnansweredError) {
          unanswered += 1;
          if (this.#closed || unanswered > MAX_UNANSWERED) throw lost();
        } else if (!(await this.#outlasts(error, socket))) throw error;
      } finally {
        this.#open.delete(socket);
        socket.destroy();
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#spare?.socket.destroy();
    for (const socket of this.#open) socket.destroy();
  }

  /** Whether a daemon that refused the request because it is stopping has ended, so that another one may serve. */
  async #outlasts(error: unknown, socket: Socket): Promise<boolean> {
    if (!(error instanceof OpmError) || error.code !== 'DAEMON_STOPPING') return false;
    if (this.#options.start === 'never') return false;
    // It keeps the connection open until it ends.
    return (await untilClosed(socket, this.#deadlineMs)) && !this.#closed;
  }

  #tellWaiting(event: RestoreEvent): void {
    if (event.kind === 'waiting') this.#options.onWaiting?.(event.message);
  }

  #connection(): Promise<Socket | null> {
    const { home, start, onWaiting = () => {}, breakLock = false, atRest = false, program } = this.#options;
    if (start === 'never') return findDaemon(home);
    const deadlineMs = this.#deadlineMs;
    return reachDaemon({ home, onWaiting, breakLock, atRest, deadlineMs, ...(program && { program }) });
  }

  #takeSpare(): Socket | null {
    const spare = this.#spare;
    this.#spare = null;
    if (spare === null) return null;
    if (!spare.socket.destroyed && performance.now() - spare.since < FRESH_MS) return spare.socket.ref();
    spare.socket.destroy();
    return null;
  }
}
