import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { SECURITY_HEADERS } from '../access/security-headers.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { Problem } from './http-problem.ts';

/** Keeps quiet connections open through proxies and detects dead ones; sessions are rechecked at this interval too. */
const HEARTBEAT_MS = 10_000;
/** A reader that leaves this much unread is disconnected; it can reconnect and resume. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
const MOST_STREAMS = 900;

export interface StreamMessage {
  /** A client that reconnects sends this as `Last-Event-ID`. */
  id?: string;
  /** The kind of event; `message` when absent. */
  event?: string;
  data: unknown;
}

/** One response of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;

  /** @param stands checked periodically: whether the reader still has access */
  constructor(response: ServerResponse, stands: () => Promise<boolean>, onClosed: () => void) {
    this.#response = response;
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Without this, nginx buffers events and delivers them late.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.on('error', () => {});
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      this.#gone.abort();
      onClosed();
    });
    this.#heartbeat = setInterval(() => {
      this.#write(':\n\n');
      stands().then(
        (good) => good || this.end(),
        () => this.end(),
      );
    }, HEARTBEAT_MS);
  }

  /** Aborts when the reader has gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  send({ id, event, data }: StreamMessage): void {
    const head = `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}`;
    this.#write(`${head}data: ${JSON.stringify(data)}\n\n`);
  }

  /** Waits until sent data has been handed to the system, so that a slow reader slows down its source. */
  async drained(): Promise<void> {
    if (!this.#response.writableNeedDrain || this.#gone.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#response.once('drain', resolve);
      this.#gone.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    if (this.#gone.signal.aborted || this.#response.writableEnded) return;
    this.#response.write(text);
    if (this.#response.writableLength > MAX_UNREAD_BYTES) this.#response.destroy();
  }
}

/** Opens streams, up to a limit. */
export class EventStreams {
  #open = 0;

  /**
   * Answers the request with a stream.
   *
   * @param work sends the events; the stream ends when it returns
   * @throws Problem 503 if too many are open
   */
  open(
    context: Context<GatewayEnv>,
    stands: () => Promise<boolean>,
    work: (stream: EventStream) => Promise<void>,
  ): Response {
    if (this.#open >= MOST_STREAMS) {
      throw new Problem(503, 'too-many-streams', 'Too many streams are open', { 'retry-after': '10' });
    }
    this.#open += 1;
    const stream = new EventStream(context.env.outgoing, stands, () => {
      this.#open -= 1;
    });
    work(stream).then(
      () => stream.end(),
      () => stream.end(),
    );
    return RESPONSE_ALREADY_SENT;
  }
}
