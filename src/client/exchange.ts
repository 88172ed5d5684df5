import type { Socket } from 'node:net';
import { OpmError } from '../errors.ts';
import { CALLER_HEADER, callerHeader } from '../protocol/caller-header.ts';
import type { Caller, Intent, Intents } from '../protocol/intents.ts';
import { protocolMismatch, requestTooLarge } from '../protocol/protocol-errors.ts';
import {
  maxBodyBytes,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  TIMELESS_INTENTS,
  VERSION_HEADER,
} from '../protocol/protocol-version.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import { opmVersion } from '../runtime/version.ts';
import { AnswerError, type AnswerHead, AnswerReader } from './answer-reader.ts';
import { badAnswer, daemonSilent } from './client-errors.ts';

/** The connection closed before the daemon began to answer, so no part of the request was carried out. */
export class UnansweredError extends Error {}

export interface Exchange<I extends Intent> {
  intent: I;
  request: Intents[I]['request'];
  onEvent(event: RestoreEvent): void;
  /** Who asks, for messages to others; `null` says nothing. */
  caller: Caller | null;
  /** How long the daemon may take to begin its answer; after that it may take as long as it needs. */
  headDeadlineMs: number;
  logFile: string;
  /** Creates the error for a connection that closes in the middle of the answer. */
  lost(): OpmError;
}

/**
 * Sends one request over a fresh connection and reads the answer to its end. The caller destroys the socket.
 *
 * The client speaks HTTP/1.0 by itself, because loading `node:http` costs more than everything else that a command
 * like `list` does (8 of 20 ms in the executable), and an answer that ends with its connection only needs splitting
 * at newlines.
 *
 * @throws OpmError the daemon's own, or PROTOCOL_MISMATCH, BAD_ANSWER, DAEMON_SILENT, REQUEST_TOO_LARGE, or what
 * `lost` creates
 * @throws UnansweredError when it is safe to ask again
 */
export function exchange<I extends Intent>(
  socket: Socket,
  options: Exchange<I>,
): Promise<Intents[I]['result']> {
  const { intent, request } = options;
  const body = Buffer.from(JSON.stringify(request));
  const limitBytes = maxBodyBytes(intent);
  if (body.length > limitBytes) return Promise.reject(requestTooLarge(intent, limitBytes));
  return new Promise((resolve, reject) => {
    let settled = false;
    let begun = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      act();
    };
    const deadline = setTimeout(() => {
      settle(() => reject(daemonSilent(intent, options.headDeadlineMs / 1000, options.logFile)));
    }, options.headDeadlineMs);
    const reader = new AnswerReader<I>({
      onHead: (head) => {
        begun = true;
        clearTimeout(deadline);
        checkHead(intent, head);
      },
      onLine: (line) => {
        if (line.type === 'event') return options.onEvent(line.event);
        settle(() => (line.type === 'result' ? resolve(line.value) : reject(new OpmError(line.error))));
      },
    });
    socket.on('data', (chunk: Buffer) => {
      if (settled) return;
      try {
        reader.push(chunk);
      } catch (error) {
        settle(() => reject(error instanceof AnswerError ? badAnswer(intent, error.message) : error));
      }
    });
    // A connection that breaks means the same as one that closes early; `close` handles both.
    socket.on('error', () => {});
    socket.once('close', () => settle(() => reject(begun ? options.lost() : new UnansweredError())));
    socket.cork(); // One system call for both.
    socket.write(requestHead(`POST /v1/${intent}`, body.length, options.caller));
    socket.write(body);
    socket.uncork();
  });
}

/** The bytes that precede the body of a request. */
export function requestHead(route: string, bodyBytes: number, caller: Caller | null = null): string {
  const who = caller === null ? '' : `${CALLER_HEADER}: ${callerHeader(caller)}\r\n`;
  return (
    `${route} HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: ${bodyBytes}\r\n` +
    `${who}${PROTOCOL_HEADER}: ${PROTOCOL_VERSION}\r\n${VERSION_HEADER}: ${opmVersion()}\r\n\r\n`
  );
}

function checkHead(intent: Intent, { status, headers }: AnswerHead): void {
  const protocol = headers.get(PROTOCOL_HEADER);
  if (protocol === undefined) throw new AnswerError(`status ${status} without a protocol version`);
  if (protocol === String(PROTOCOL_VERSION) || TIMELESS_INTENTS.includes(intent)) return;
  throw protocolMismatch({
    command: opmVersion(),
    daemon: headers.get(VERSION_HEADER) ?? `with protocol ${protocol}`,
  });
}
