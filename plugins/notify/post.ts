import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { durationText } from '../../src/plugin.ts';

export interface Answer {
  status: number;
  /** How long the service asks to wait; `null` if it does not say. */
  retryAfterMs: number | null;
  /** The first characters, for messages. */
  body: string;
}

const MOST_BODY = 4096;

/**
 * Posts JSON once. Redirects are not followed: they would send the secret elsewhere. `fetch` is not used because its
 * connections stay open.
 *
 * @throws if there is no answer within `timeoutMs`, or if `signal` is aborted
 */
export function postJson({
  url,
  headers,
  body,
  timeoutMs,
  signal,
  nowMs,
}: {
  url: URL;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
  nowMs: () => number;
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(url, {
      method: 'POST',
      agent: false,
      headers: {
        'user-agent': 'opm-notify',
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    const giveUp = (reason: unknown) => {
      reject(reason);
      sent.destroy();
    };
    const onAbort = () => giveUp(new Error("the hook's deadline passed"));
    const timer = setTimeout(
      () => giveUp(new Error(`no answer within ${durationText(timeoutMs)}`)),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    sent.on('error', reject);
    sent.on('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      reject(new Error('the connection was closed without an answer'));
    });
    sent.on('response', (response) => {
      let text = '';
      const finish = () => {
        const retryAfterMs = retryAfter(response.headers['retry-after'], text, nowMs());
        resolve({ status: response.statusCode ?? 0, retryAfterMs, body: text.slice(0, MOST_BODY) });
        sent.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MOST_BODY) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    sent.end(body);
  });
}

/** From the header, in seconds or as a date, else from the bodies of Discord and Telegram, in seconds. */
export function retryAfter(header: string | undefined, body: string, nowMs: number): number | null {
  if (header !== undefined) {
    const ms = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  const seconds = secondsInBody(body);
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : null;
}

function secondsInBody(body: string): unknown {
  try {
    const answer = JSON.parse(body) as {
      retry_after?: unknown;
      parameters?: { retry_after?: unknown };
    } | null;
    return answer?.parameters?.retry_after ?? answer?.retry_after;
  } catch {
    return undefined;
  }
}
