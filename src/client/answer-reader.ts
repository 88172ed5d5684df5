import type { AnswerLine, Intent } from '../protocol/intents.ts';

const MAX_HEAD_BYTES = 16 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');
const NEWLINE = 0x0a;

/** The head of an answer. Header names are in lower case. */
export interface AnswerHead {
  status: number;
  headers: Map<string, string>;
}

/** Thrown for bytes that are not a daemon's answer; the message is half a sentence. */
export class AnswerError extends Error {}

/**
 * Reads an answer from chunks that may begin and end anywhere, even within a character. The answer is that of an
 * HTTP/1.0 request: a head, then lines until the connection closes.
 */
export class AnswerReader<I extends Intent> {
  readonly #onHead: (head: AnswerHead) => void;
  readonly #onLine: (line: AnswerLine<I>) => void;
  /** The part of an incomplete head or line that has arrived so far. */
  #pending: Buffer[] = [];
  #inHead = true;

  constructor(listeners: { onHead(head: AnswerHead): void; onLine(line: AnswerLine<I>): void }) {
    this.#onHead = listeners.onHead;
    this.#onLine = listeners.onLine;
  }

  /** @throws {@link AnswerError}, and what the listeners throw */
  push(chunk: Buffer): void {
    const body = this.#inHead ? this.#readHead(chunk) : chunk;
    let start = 0;
    for (let end = body.indexOf(NEWLINE); end >= 0; end = body.indexOf(NEWLINE, start)) {
      this.#pending.push(body.subarray(start, end));
      const line = Buffer.concat(this.#pending).toString('utf8');
      this.#pending = [];
      start = end + 1;
      this.#onLine(parseLine<I>(line));
    }
    if (start < body.length) this.#pending.push(body.subarray(start));
  }

  /** Returns the part of the chunk after the head. */
  #readHead(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([...this.#pending, chunk]);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      if (bytes.length > MAX_HEAD_BYTES) throw new AnswerError('its head is too long');
      this.#pending = [bytes];
      return Buffer.alloc(0);
    }
    this.#pending = [];
    this.#inHead = false;
    this.#onHead(parseHead(bytes.toString('latin1', 0, end)));
    return bytes.subarray(end + HEAD_END.length);
  }
}

function parseHead(text: string): AnswerHead {
  const [first = '', ...rest] = text.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first);
  if (status === null) throw new AnswerError('it does not look like HTTP');
  const headers = new Map<string, string>();
  for (const line of rest) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(status[1]), headers };
}

function parseLine<I extends Intent>(text: string): AnswerLine<I> {
  let line: { type?: unknown } | null;
  try {
    line = JSON.parse(text);
  } catch {
    throw new AnswerError(`a line is not JSON: ${text.slice(0, 80)}`);
  }
  const type = line?.type;
  if (type === 'event' || type === 'result' || type === 'error') return line as AnswerLine<I>;
  throw new AnswerError(`a line of unknown type: ${text.slice(0, 80)}`);
}
