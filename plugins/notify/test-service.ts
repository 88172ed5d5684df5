import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  /** By `performance.now()`. */
  atMs: number;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Never answer. */
  silent?: boolean;
}

/** A web server that stands in for Slack and the other services. */
export class TestService {
  /** The requests it received. */
  received: Received[] = [];
  /** The answers to the next requests; after those it answers 200. */
  replies: Reply[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
      const body = JSON.parse(text) as Record<string, unknown>;
      this.received.push({ path: request.url!, headers: request.headers, body, atMs: performance.now() });
      const reply = this.replies.shift() ?? { status: 200, body: 'ok' };
      if (reply.silent !== true) response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
    });
  }

  /** @returns where it listens */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
