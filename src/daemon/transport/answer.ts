import type { ServerResponse } from 'node:http';
import type { ErrorShape } from '../../errors.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';

/** A client with this much unread output gets no further progress until it catches up. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** How long a client may take to read the end of its answer before it is cut off. */
const READ_DEADLINE_MS = 30_000;

/**
 * One answer on its way to a client: any number of event lines, then one `result` or `error` line.
 *
 * Nothing here throws or waits because of the client. One that has gone is not written to; one that does not read
 * loses progress events, with a warning in their place, but never the result.
 */
export class Answer {
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();
  readonly #headers: Record<string, string>;
  #begun = false;
  #ended = false;
  #left: NodeJS.Immediate | undefined;
  #dropped = 0;

  /**
   * @param headers sent with the first line
   * @param onClosed called once, when everything was handed to the system or the client has gone
   */
  constructor(response: ServerResponse, headers: Record<string, string>, onClosed: () => void) {
    this.#response = response;
    this.#headers = headers;
    response.on('error', () => {});
    response.once('close', () => {
      clearImmediate(this.#left);
      if (!this.#ended) this.#gone.abort();
      this.#ended = true;
      onClosed();
    });
  }

  /** Aborts when the client goes away before it has received its answer. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /**
   * Sends the head, which tells the client that its request is being carried out.
   *
   * @param promptly send it before this returns; otherwise it may go out together with a result that follows in the
   * same turn of the event loop
   */
  begin({ status = 200, promptly = false } = {}): void {
    if (this.#begun || this.#ended) return;
    this.#begun = true;
    this.#response.writeHead(status, this.#headers);
    if (promptly) this.#response.flushHeaders();
    else this.#left = setImmediate(() => this.#response.flushHeaders());
  }

  event(event: RestoreEvent): void {
    if (this.#ended) return;
    if (this.#response.writableLength > MAX_UNREAD_BYTES) {
      this.#dropped += 1;
      return;
    }
    this.begin();
    this.#response.write(`${JSON.stringify({ type: 'event', event })}\n`);
  }

  /** @throws TypeError when the value cannot be serialised as JSON */
  result(value: unknown): void {
    this.#end(JSON.stringify({ type: 'result', value }), 200);
  }

  /** @param status HTTP status, used if nothing has been sent yet */
  error(error: ErrorShape, status = 200): void {
    this.#end(JSON.stringify({ type: 'error', error }), status);
  }

  /** Sends the error now and leaves the connection open, so that the client can wait for it to close. */
  errorAndHold(error: ErrorShape): void {
    if (this.#ended) return;
    this.begin({ status: 503 });
    this.#ended = true;
    this.#response.write(`${JSON.stringify({ type: 'error', error })}\n`);
  }

  /** Closes the connection, whatever state it is in. */
  cut(): void {
    this.#response.destroy();
  }

  #end(line: string, status: number): void {
    if (this.#ended) return;
    this.begin({ status });
    clearImmediate(this.#left);
    this.#ended = true;
    this.#response.end(`${this.#droppedLine()}${line}\n`);
    if (this.#response.writableLength === 0) return;
    const deadline = setTimeout(() => this.cut(), READ_DEADLINE_MS).unref();
    this.#response.once('close', () => clearTimeout(deadline));
  }

  #droppedLine(): string {
    if (this.#dropped === 0) return '';
    const message = `${this.#dropped} lines of progress were dropped because they were not read in time`;
    const event: RestoreEvent = { kind: 'warning', message };
    return `${JSON.stringify({ type: 'event', event })}\n`;
  }
}
