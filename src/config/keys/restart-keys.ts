import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { notThat } from '../schema/problem.ts';
import { duration, wholeNumber } from '../schema/schema-values.ts';
import { count, milliseconds } from '../schema/spec-values.ts';
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
  },
  'a policy ("always", "on-failure", "never") or an object',
  {
    synonyms: {
      delay: 'backoff',
      retries: 'maxRestarts',
      max: 'maxRestarts',
      minUptime: 'stableAfter',
      exitCodes: 'stopExitCodes',
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
    } = typeof value === 'string' ? v.parse(restartObject, { policy: value }) : value;
    return {
      policy: name,
      backoffMs,
      maxRestarts,
      windowMs,
      ...(stableAfterMs === undefined ? {} : { stableAfterMs }),
      ...(stopExitCodes === undefined ? {} : { stopExitCodes }),
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
  synonyms: {
    autorestart: 'restart',
    policy: 'restart.policy',
    backoff: 'restart.backoff',
    maxRestarts: 'restart.maxRestarts',
    window: 'restart.window',
    stableAfter: 'restart.stableAfter',
    stopExitCodes: 'restart.stopExitCodes',
  },
});
