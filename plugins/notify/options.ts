import * as v from 'valibot';
import { duration } from '../duration.ts';
import { textRecord } from '../text-record.ts';
import { isReference, isWebUrl } from './secret-text.ts';

/** What can be reported. `failure` is a restore that was neither committed in full nor rolled back. */
export const EVENTS = ['success', 'failure', 'rollback', 'crash-loop'] as const;

// Custom messages everywhere: valibot's own would quote the value, which is a secret.
const secretUrl = v.pipe(
  v.string('must be a URL'),
  v.check(
    (text) => isReference(text) || isWebUrl(text),
    'must be an http:// or https:// URL, or name one as "env:NAME" or "file:PATH"',
  ),
);

const secret = v.pipe(
  v.string('must be text'),
  v.check((text) => text !== '', 'must not be empty'),
);

const count = (least: number, most: number) =>
  v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(least, `must be ${least} or more`),
    v.maxValue(most, `must be ${most} or less`),
  );

export const options = v.pipe(
  v.strictObject({
    /** A webhook that accepts any JSON. */
    url: v.optional(secretUrl),
    /** Sent to that webhook. Values may be `env:NAME` or `file:PATH`. */
    headers: v.optional(textRecord(v.string(), v.string('must be text')), {}),
    slack: v.optional(secretUrl),
    discord: v.optional(secretUrl),
    telegram: v.optional(
      v.strictObject({
        token: secret,
        chatId: v.union([v.string(), v.number()], 'must be a number or "@channel"'),
        baseUrl: v.optional(
          v.pipe(v.string('must be a URL'), v.check(isWebUrl, 'must be an http:// or https:// URL')),
          'https://api.telegram.org',
        ),
      }),
    ),
    events: v.optional(v.array(v.picklist(EVENTS, `must be one of ${EVENTS.join(', ')}`)), [...EVENTS]),
    /** Also report a restore that found everything running. */
    unchanged: v.optional(v.boolean('must be true or false'), false),
    /** Name of this fleet; absent: the host name. */
    title: v.optional(v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'))),
    crashLoop: v.optional(
      v.strictObject({
        exits: v.optional(count(2, 50), 5),
        window: v.optional(duration, '1m'),
        cooldown: v.optional(duration, '30m'),
      }),
      {},
    ),
    /** Further attempts after the first. */
    retries: v.optional(count(0, 10), 3),
    /** Before the second attempt; doubles before each further one. */
    backoff: v.optional(duration, '500ms'),
    /** For one attempt. */
    timeout: v.optional(duration, '5s'),
    /** For all attempts of one message. */
    giveUpAfter: v.optional(duration, '20s'),
    rateLimit: v.optional(
      v.strictObject({ max: v.optional(count(1, 1000), 20), window: v.optional(duration, '10m') }),
      {},
    ),
  }),
  v.check(
    ({ url, slack, discord, telegram }) => [url, slack, discord, telegram].some((to) => to !== undefined),
    'must name at least one of url, slack, discord and telegram',
  ),
);

export type Options = v.InferOutput<typeof options>;
export type Event = (typeof EVENTS)[number];
