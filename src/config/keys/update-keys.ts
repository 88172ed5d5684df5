import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { wholeNumber } from '../schema/schema-values.ts';
import { count } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

const update = knownObject(
  {
    parallel: v.optional(
      v.pipe(
        wholeNumber(1, 10_000),
        v.metadata({
          description:
            'How many instances of the app are replaced at the same time; the next ones follow once these are ready.',
          examples: [2],
        }),
      ),
      1,
    ),
  },
  'an object with parallel',
  {
    synonyms: {
      max_parallel: 'parallel',
      maxParallel: 'parallel',
      maxUnavailable: 'parallel',
      parallelism: 'parallel',
    },
  },
);

/** How a restore replaces an app with several instances. */
export const updateKeys = keyGroup({
  config: {
    update: v.optional(
      v.pipe(
        update,
        v.metadata({
          description: 'How a restore replaces the instances of the app; by default one after another.',
          examples: [{ parallel: 2 }],
        }),
      ),
    ),
  },
  spec: { update: v.optional(v.strictObject({ parallel: v.pipe(count, v.minValue(1)) })) },
  resolve: ({ update: given }) => (given === undefined ? {} : { update: given }),
  synonyms: { parallel: 'update.parallel', rollingUpdate: 'update' },
});

/** How many instances of its app may be replaced at the same time. */
export function parallelOf({ update: given }: { update?: { parallel: number } | undefined }): number {
  return given?.parallel ?? 1;
}
