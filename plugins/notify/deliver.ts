import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../src/plugin.ts';
import type { Channel } from './channels.ts';
import { type Message, shorten } from './message.ts';
import { type Answer, postJson } from './post.ts';
import { maskSecrets } from './secret-text.ts';

export interface DeliveryLimits {
  /** Further attempts after the first. */
  retries: number;
  backoffMs: number;
  /** For one attempt. */
  timeoutMs: number;
  /** For all of them, waits included. */
  giveUpAfterMs: number;
}

/** Client errors that may pass: https://www.rfc-editor.org/rfc/rfc9110#name-408-request-timeout and 429. */
const WORTH_ANOTHER_TRY = new Set([408, 429]);

/**
 * Sends a message to one service, and retries where that may help: no answer, a server error, or "slow down". The wait
 * doubles before each attempt, or is as long as the service asks for.
 *
 * @param onRetry called with the reason why an attempt failed, and the wait
 * @throws an error without any of the channel's secrets
 */
export async function deliver({
  channel,
  message,
  limits,
  signal,
  onRetry,
}: {
  channel: Channel;
  message: Message;
  limits: DeliveryLimits;
  signal: AbortSignal;
  onRetry(reason: string, waitMs: number): void;
}): Promise<void> {
  const body = JSON.stringify(channel.body(message));
  const endMs = performance.now() + limits.giveUpAfterMs;
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryOnce(
      channel,
      body,
      Math.min(limits.timeoutMs, endMs - performance.now()),
      signal,
    );
    if (outcome.kind === 'delivered') return;
    const { reason } = outcome;
    if (outcome.kind === 'refused' || signal.aborted) throw new Error(reason);
    if (attempt >= limits.retries)
      throw new Error(attempt === 0 ? reason : `${reason}, after ${attempt + 1} attempts`);
    const waitMs = outcome.retryAfterMs ?? limits.backoffMs * 2 ** attempt;
    if (performance.now() + waitMs >= endMs) {
      throw new Error(`${reason}; the next attempt would be in ${durationText(waitMs)}, past giveUpAfter`);
    }
    onRetry(reason, waitMs);
    await sleep(waitMs, undefined, { signal }).catch(() => {
      throw new Error(reason);
    });
  }
}

type Outcome =
  | { kind: 'delivered' }
  | { kind: 'refused'; reason: string }
  | { kind: 'later'; reason: string; retryAfterMs: number | null };

async function tryOnce(
  channel: Channel,
  body: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const { url, headers, secrets } = channel;
  let answer: Answer;
  try {
    answer = await postJson({ url, headers, body, timeoutMs, signal, nowMs: Date.now });
  } catch (error) {
    return { kind: 'later', reason: maskSecrets(describe(error), secrets), retryAfterMs: null };
  }
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const said = shorten(maskSecrets(answer.body, secrets).replace(/\s+/g, ' ').trim(), 120);
  const reason = `answered ${status}${said === '' ? '' : `: ${said}`}`;
  const mayPass = status >= 500 || WORTH_ANOTHER_TRY.has(status);
  return mayPass ? { kind: 'later', reason, retryAfterMs } : { kind: 'refused', reason };
}

/** A connection that failed on several addresses has no message of its own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(describe).join(', ');
  return error instanceof Error ? error.message || error.name : String(error);
}
