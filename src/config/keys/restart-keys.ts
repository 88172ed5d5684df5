import * as v from 'valibot';
import { isPlainObject, knownObject } from '../schema/known-object.ts';
import { notThat } from '../schema/problem.ts';
import { duration, wholeNumber } from '../schema/schema-values.ts';
import { count, milliseconds, specText } from '../schema/spec-values.ts';
import { cronPattern, timeZone } from '../schema/time-values.ts';
import { keyGroup } from './key-group.ts';

const POLICIES = ['always', 'on-failure', 'never'] as const;
const policy = v.picklist(
  POLICIES,
  notThat(`a restart policy: use ${POLICIES.map((name) => `"${name}"`).join(', ')}`),
);

const backoff = v.pipe(
  v.strictTuple([duration(), duration()], notThat('a pair of durations, like ["100ms", "30s"]')),
  v.title('pair of durations'),
  v.check(([first, longest]) => first <= longest, 'has a first delay longer than its maximum: swap them'),
);

const restartObject = knownObject(
  {
    policy: v.optional(
      v.pipe(
        policy,
        v.metadata({
          description:
            'When a process is restarted: after every exit, after a failure (an exit code other than 0 ' +
            'or a signal), or never.',
          examples: ['on-failure'],
        }),
      ),
      'always',
    ),
    backoff: v.optional(
      v.pipe(
        backoff,
        v.metadata({
          description:
            'First and maximum delay before a restart; the delay doubles with every crash. The first crash after ' +
            'a quiet `window` is restarted at once. A pair of equal delays is a constant delay, without that exception.',
          examples: [['1s', '5m']],
        }),
      ),
      ['100ms', '30s'],
    ),
    maxRestarts: v.optional(
      v.pipe(
        wholeNumber(0, 1_000_000),
        v.metadata({
          description: 'An instance that crashes more often than this within `window` is `errored`.',
          examples: [5],
        }),
      ),
      10,
    ),
    window: v.optional(
      v.pipe(
        duration({ min: 1 }),
        v.metadata({ description: 'The time window in which crashes are counted.', examples: ['5m'] }),
      ),
      '60s',
    ),
    stableAfter: v.optional(
      v.pipe(
        duration({ min: 1 }),
        v.metadata({
          description:
            'A process that was up at least this long did not crash: its exit is not counted, and the next delay is the ' +
            'first one again. Without it every exit counts.',
          examples: ['10s'],
        }),
      ),
    ),
    stopExitCodes: v.optional(
      v.pipe(
        v.array(wholeNumber(0, 255), notThat('a list of exit codes, like [0, 3]')),
        v.title('list of whole numbers'),
        v.metadata({
          description: 'Exit codes after which it is not restarted, whatever the policy.',
          examples: [[0, 3]],
        }),
      ),
    ),
    cron: v.optional(
      v.pipe(
        cronPattern,
        v.metadata({
          description:
            'A running app is restarted at these times, one instance after another: "minute hour day month weekday", or ' +
            '`@daily` and the like. It does not count as a crash.',
          examples: ['0 4 * * *'],
        }),
      ),
    ),
    timezone: v.optional(
      v.pipe(
        timeZone,
        v.metadata({
          description: "The time zone of `cron`; the default is the machine's.",
          examples: ['Europe/Berlin'],
        }),
      ),
    ),
  },
  'a policy ("always", "on-failure", "never") or an object',
  {
    synonyms: {
      delay: 'backoff',
      retries: 'maxRestarts',
      max: 'maxRestarts',
      minUptime: 'stableAfter',
      exitCodes: 'stopExitCodes',
      tz: 'timezone',
      cron_restart: 'cron',
    },
  },
);

const restartSpec = v.strictObject({
  policy: v.picklist(POLICIES),
  /** First and maximum delay. */
  backoffMs: v.strictTuple([milliseconds, milliseconds]),
  /** More crashes than this within the window: `errored`. */
  maxRestarts: count,
  windowMs: milliseconds,
  /** A process that was up this long did not crash; absent: every exit counts. */
  stableAfterMs: v.optional(milliseconds),
  /** Not restarted after these, whatever the policy. */
  stopExitCodes: v.optional(v.array(count)),
  /** When it is restarted although it lives. */
  cron: v.optional(specText),
  /** The zone of `cron`; absent: the machine's. */
  timezone: v.optional(specText),
});

export type RestartSpec = v.InferOutput<typeof restartSpec>;

/** A policy alone, or an object. */
const restart = v.pipe(
  v.union([restartObject, policy], notThat('a policy ("always", "on-failure", "never") or an object')),
  v.transform((value): RestartSpec => {
    const {
      policy: name,
      backoff: backoffMs,
      maxRestarts,
      window: windowMs,
      stableAfter: stableAfterMs,
      stopExitCodes,
      cron,
      timezone,
    } = typeof value === 'string' ? v.parse(restartObject, { policy: value }) : value;
    return {
      policy: name,
      backoffMs,
      maxRestarts,
      windowMs,
      ...(stableAfterMs === undefined ? {} : { stableAfterMs }),
      ...(stopExitCodes === undefined ? {} : { stopExitCodes }),
      ...(cron === undefined ? {} : { cron }),
      ...(timezone === undefined ? {} : { timezone }),
    };
  }),
);

/** What happens when a process exits. */
export const restartKeys = keyGroup({
  config: {
    restart: v.optional(
      v.pipe(
        restart,
        v.metadata({
          description: 'What happens when a process exits: just a policy, or an object.',
          examples: ['on-failure'],
        }),
      ),
      {},
    ),
  },
  spec: { restart: restartSpec },
  resolve: ({ restart: given }) => ({ restart: given }),
  check: ({ restart: given }) =>
    isPlainObject(given) && given.timezone !== undefined && given.cron === undefined
      ? [{ path: ['restart', 'timezone'], message: 'is the zone of "cron", which is missing: add it' }]
      : [],
  synonyms: {
    autorestart: 'restart',
    policy: 'restart.policy',
    backoff: 'restart.backoff',
    maxRestarts: 'restart.maxRestarts',
    window: 'restart.window',
    stableAfter: 'restart.stableAfter',
    stopExitCodes: 'restart.stopExitCodes',
    cron: 'restart.cron',
    cron_restart: 'restart.cron',
  },
});
