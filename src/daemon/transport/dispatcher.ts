import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { messageOf, OpmError } from '../../errors.ts';
import { CALLER_HEADER, callerIn } from '../../protocol/caller-header.ts';
import type { Caller, Intent, Intents } from '../../protocol/intents.ts';
import { badRequest, protocolMismatch } from '../../protocol/protocol-errors.ts';
import {
  maxBodyBytes,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  READY_ROUTE,
  TIMELESS_INTENTS,
  VERSION_HEADER,
} from '../../protocol/protocol-version.ts';
import { isIntent, parseRequest } from '../../protocol/request-schema.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';
import { collectGarbageSoon } from '../../runtime/quirks/collect-garbage.ts';
import { Answer } from './answer.ts';
import { readBody } from './request-body.ts';
import {
  daemonStopping,
  internalError,
  isOutOfMemory,
  noSuchRoute,
  outOfMemory,
} from './transport-errors.ts';

export interface HandlerContext {
  /** Sends progress to the client. Never waits, never throws, and does nothing once the client has gone. */
  emit(event: RestoreEvent): void;
  /** Who asks; `null` when the client does not say. */
  caller: Caller | null;
  /** Aborts when the client goes away. The work continues unless the handler itself checks this. */
  signal: AbortSignal;
}

/** The daemon's handler for each intent. A rejection with an `OpmError` reaches the client unchanged. */
export type Handlers = {
  [I in Intent]: (request: Intents[I]['request'], context: HandlerContext) => Promise<Intents[I]['result']>;
};

/** Called before a request that changes something is carried out. Must not throw. */
export type NoteChange = (intent: Intent, connection: Socket, caller: Caller | null) => void;

export interface DispatcherOptions {
  /** Version of OPM, for messages. */
  version: string;
  /** Called with every error that is not an `OpmError`: these are bugs. */
  onError(error: unknown): void;
  /** Called when a connection has delivered its whole request. */
  onReceived(connection: Socket): void;
}

const READ_ONLY: ReadonlySet<Intent> = new Set<Intent>(['status', 'list', 'info']);

/** Routes each request to its handler and the result back to the client. Requests wait until there are handlers. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #headers: Record<string, string>;
  readonly #answers = new Set<Answer>();
  readonly #held = new Set<Answer>();
  #handlers: Handlers | null = null;
  #note: NoteChange = () => {};
  #stopping = false;
  #openGate: () => void = () => {};
  readonly #gate = new Promise<void>((resolve) => {
    this.#openGate = resolve;
  });
  #onIdle: (() => void) | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#headers = {
      'content-type': 'application/x-ndjson',
      connection: 'close',
      [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
      [VERSION_HEADER]: options.version,
    };
  }

  /** Lets waiting and future requests through to the handlers. Each that changes something is noted first. */
  serve(handlers: Handlers, note: NoteChange = () => {}): void {
    this.#handlers = handlers;
    this.#note = note;
    this.#openGate();
  }

  /**
   * Refuses new requests and waits until those in progress have been answered.
   *
   * @returns how many were still in progress after `deadlineMs`
   */
  async drain(deadlineMs: number): Promise<number> {
    this.#stopping = true;
    this.#openGate();
    if (this.#answers.size > 0) {
      let deadline: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        deadline = setTimeout(resolve, deadlineMs);
      });
      clearTimeout(deadline);
    }
    return this.#answers.size;
  }

  /** Cuts every connection that is still open. */
  cut(): void {
    for (const answer of [...this.#answers, ...this.#held]) answer.cut();
  }

  /** The listener for the server's `request` events. Never throws. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    response.sendDate = false;
    const answer = new Answer(response, this.#headers, () => this.#closed(answer));
    this.#answers.add(answer);
    collectGarbageSoon();
    this.#dispatch(request, answer).catch((error: unknown) => {
      if (!(error instanceof OpmError)) this.#options.onError(error);
      answer.error(error instanceof OpmError ? error.toShape() : internalError(error));
    });
  };

  async #dispatch(request: IncomingMessage, answer: Answer): Promise<void> {
    const { method = '', url = '' } = request;
    if (method === 'GET' && url === READY_ROUTE) {
      this.#options.onReceived(request.socket);
      if (await this.#admitted(answer)) answer.result(null);
      return;
    }
    const intent = url.startsWith('/v1/') ? url.slice(4) : '';
    if (!isIntent(intent)) return answer.error(noSuchRoute(method, url).toShape(), 404);
    if (method !== 'POST') return answer.error(noSuchRoute(method, url).toShape(), 405);
    const parsed = await this.#receive(request, intent, answer);
    if (parsed === null || !(await this.#admitted(answer))) return;
    // A client that has seen no part of an answer asks again, so an intent that changes something answers early.
    answer.begin({ promptly: !READ_ONLY.has(intent) });
    const caller = callerIn(request.headers[CALLER_HEADER]);
    if (!READ_ONLY.has(intent)) this.#note(intent, request.socket, caller);
    answer.result(await this.#run(intent, parsed.value, answer, caller));
  }

  /** The parsed request, or `null` after telling the client why it was refused. */
  async #receive<I extends Intent>(
    request: IncomingMessage,
    intent: I,
    answer: Answer,
  ): Promise<{ value: Intents[I]['request'] } | null> {
    try {
      this.#checkProtocol(request, intent);
      const body = await readBody(request, intent, maxBodyBytes(intent));
      this.#options.onReceived(request.socket);
      return { value: parseRequest(intent, body) };
    } catch (error) {
      const refusal = refusalOf(intent, error);
      answer.error(refusal.toShape(), refusal.code === 'REQUEST_TOO_LARGE' ? 413 : 400);
      return null;
    }
  }

  /** Waits until the daemon serves; `false` after telling the client that it is stopping. */
  async #admitted(answer: Answer): Promise<boolean> {
    if (this.#handlers === null) await this.#gate;
    if (!this.#stopping) return true;
    answer.errorAndHold(daemonStopping().toShape());
    this.#held.add(answer);
    this.#settle(answer);
    return false;
  }

  #run<I extends Intent>(
    intent: I,
    value: Intents[I]['request'],
    answer: Answer,
    caller: Caller | null,
  ): Promise<Intents[I]['result']> {
    const handler: Handlers[I] = this.#handlers![intent];
    return handler(value, { caller, emit: (event) => answer.event(event), signal: answer.gone });
  }

  #checkProtocol(request: IncomingMessage, intent: Intent): void {
    const protocol = request.headers[PROTOCOL_HEADER];
    // No header: a person with a tool such as curl.
    if (protocol === undefined || protocol === String(PROTOCOL_VERSION)) return;
    if (TIMELESS_INTENTS.includes(intent)) return;
    throw protocolMismatch({
      command: String(request.headers[VERSION_HEADER] ?? `with protocol ${protocol}`),
      daemon: this.#options.version,
    });
  }

  #closed(answer: Answer): void {
    this.#held.delete(answer);
    this.#settle(answer);
  }

  #settle(answer: Answer): void {
    if (this.#answers.delete(answer) && this.#answers.size === 0) this.#onIdle?.();
  }
}

function refusalOf(intent: Intent, error: unknown): OpmError {
  if (error instanceof OpmError) return error;
  return isOutOfMemory(error) ? outOfMemory(error) : badRequest(intent, messageOf(error), error);
}
