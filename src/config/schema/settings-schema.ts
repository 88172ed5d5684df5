import * as v from 'valibot';
import { knownObject } from './known-object.ts';
import { duration, wholeNumber } from './schema-values.ts';
import { count, milliseconds } from './spec-values.ts';

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
            'Time limit for the restore; it starts over whenever an instance begins that had to wait for its turn (`maxStarting`, `update`).',
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
});

export type Settings = v.InferOutput<typeof settingsSpecSchema>;

export function resolveSettings({ timeout, ...rest }: v.InferOutput<typeof settingsSchema>): Settings {
  return { ...rest, timeoutMs: timeout };
}

/** The settings if nothing is configured. */
export const DEFAULT_SETTINGS: Settings = resolveSettings(v.parse(settingsSchema, {}));
