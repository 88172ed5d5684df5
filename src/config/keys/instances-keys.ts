import * as v from 'valibot';
import { wholeNumber } from '../schema/schema-values.ts';
import { port } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** How many instances run, and on which ports. */
export const instancesKeys = keyGroup({
  config: {
    instances: v.optional(
      v.pipe(
        wholeNumber(1, 10_000),
        v.metadata({
          description: 'How many instances to run. Each finds its number in `OPM_INSTANCE`.',
          examples: [2],
        }),
      ),
      1,
    ),
    port: v.optional(
      v.pipe(
        wholeNumber(1, 65_535),
        v.metadata({
          description: 'Instance i gets `PORT` = port + i in its environment.',
          examples: [3000],
        }),
      ),
    ),
  },
  spec: {
    /** `port` of the config + instance. */
    port: v.optional(port),
  },
  resolve: (app, { instance }) => (app.port === undefined ? {} : { port: app.port + instance }),
  check: ({ port: first, instances = 1 }) => {
    if (!isWhole(first) || !isWhole(instances)) return [];
    const last = first + instances - 1;
    if (first > 65_535 || last <= 65_535) return [];
    const message = `${first} leaves no room for ${instances} instances: the last would get ${last}, beyond 65535`;
    return [{ path: ['port'], message }];
  },
  synonyms: { replicas: 'instances', scale: 'instances' },
});

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
