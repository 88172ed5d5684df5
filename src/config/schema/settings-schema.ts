import * as v from 'valibot';
import { byteSize } from './byte-size-value.ts';
import { knownObject } from './known-object.ts';
import { duration, wholeNumber } from './schema-values.ts';
import { count, milliseconds } from './spec-values.ts';

/** With less, a fleet would keep hardly a line. */
const SMALLEST_BUDGET = 1024 * 1024;

/** The key `settings` of the config file: settings for a restore as a whole. */
export const settingsSchema = knownObject(
  {
    threads: v.optional(
      v.pipe(
        wholeNumber(1, 64),
        v.metadata({
          description: 'Threads that start processes. Takes effect when the daemon starts.',
          examples: [4],
        }),
      ),
      2,
    ),
    maxStarting: v.optional(
      v.pipe(
        wholeNumber(1, 100_000),
        v.metadata({
          description: 'How many instances may be starting at once.',
          examples: [16],
        }),
      ),
      64,
    ),
    timeout: v.optional(
      v.pipe(
        duration({ min: 1 }),
        v.metadata({
          description:
            'Time limit for the restore. It restarts with each instance that had to wait for its turn (`maxStarting`, `update`).',
          examples: ['5m'],
        }),
      ),
      '60s',
    ),
    attempts: v.optional(
      v.pipe(
        wholeNumber(1, 1000),
        v.metadata({
          description: 'How often each app is tried within a restore before the restore fails.',
          examples: [3],
        }),
      ),
      1,
    ),
    sampleEvery: v.optional(
      v.pipe(
        duration({ min: 1 }),
        v.check((ms) => ms >= 100, 'is too often: measure at most every "100ms"'),
        v.metadata({
          description:
            'How often the memory of instances with `maxMemory` is measured; the default is `"10s"`.',
          examples: ['30s'],
        }),
      ),
    ),
    logs: v.optional(
      v.pipe(
        knownObject(
          {
            budget: v.optional(
              v.pipe(
                byteSize,
                v.check((bytes) => bytes >= SMALLEST_BUDGET, 'is too small for logs: write at least "1M"'),
                v.metadata({
                  description:
                    'What the log files of all apps and their rotated files may take together. Above it, the oldest ' +
                    'rotated files are removed first, whichever app they are of; then the largest logs are rotated. ' +
                    'When the disk runs short, the budget shrinks.',
                  examples: ['2G'],
                }),
              ),
            ),
          },
          'an object with budget',
        ),
        v.metadata({
          description: 'Settings for the logs of all apps together.',
          examples: [{ budget: '2G' }],
        }),
      ),
    ),
  },
  'an object of settings',
);

/** The form kept in the ledger and snapshot and sent over the socket. */
export const settingsSpecSchema = v.strictObject({
  threads: count,
  maxStarting: count,
  timeoutMs: milliseconds,
  /** How often an app is tried within a restore. */
  attempts: count,
  /** Absent in older ledgers; see {@link sampleEveryMsOf}. */
  sampleEveryMs: v.optional(milliseconds),
  /** In bytes, for the logs of all apps. */
  logBudget: v.optional(count),
});

export type Settings = v.InferOutput<typeof settingsSpecSchema>;

export function resolveSettings({
  timeout,
  sampleEvery,
  logs,
  ...rest
}: v.InferOutput<typeof settingsSchema>): Settings {
  return {
    ...rest,
    timeoutMs: timeout,
    ...(sampleEvery === undefined ? {} : { sampleEveryMs: sampleEvery }),
    ...(logs?.budget === undefined ? {} : { logBudget: logs.budget }),
  };
}

const DEFAULT_SAMPLE_EVERY_MS = 10_000;

/** How often memory is measured, in milliseconds. */
export function sampleEveryMsOf(settings: Settings | undefined): number {
  return settings?.sampleEveryMs ?? DEFAULT_SAMPLE_EVERY_MS;
}

/** The settings if nothing is configured. */
export const DEFAULT_SETTINGS: Settings = resolveSettings(v.parse(settingsSchema, {}));
