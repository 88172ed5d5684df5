import * as v from 'valibot';
import { appSchema } from '../keys/app-keys.ts';
import { knownObject } from './known-object.ts';
import { notThat } from './problem.ts';
import { pluginEntry } from './schema-plugin.ts';
import { settingsSchema } from './settings-schema.ts';

/**
 * The config file, key by key. Only this file and its imports know a key: validation, types, the JSON Schema and the
 * reference in docs/config.md are all derived from here.
 */

export const configSchema = knownObject(
  {
    $schema: v.optional(
      v.pipe(
        v.string(notThat('text')),
        v.metadata({
          description:
            'Location of the JSON Schema, for editors (`opm config schema` prints it). OPM ignores it.',
          examples: ['./opm.schema.json'],
        }),
      ),
    ),
    settings: v.optional(
      v.pipe(
        settingsSchema,
        v.metadata({ description: 'Settings for the restore as a whole.', examples: [{ timeout: '5m' }] }),
      ),
      {},
    ),
    plugins: v.optional(
      v.pipe(
        v.array(pluginEntry, notThat('a list of plugins')),
        v.metadata({
          description: 'Plugins, in the order in which their hooks run.',
          examples: [['./vault.mjs', ['notify', { url: 'https://…' }]]],
        }),
      ),
      [],
    ),
    apps: v.pipe(
      v.array(appSchema, notThat('a list of apps')),
      v.metadata({
        description: 'The apps to run.',
        examples: [[{ name: 'api', command: 'node server.js' }]],
      }),
    ),
  },
  'an object with apps',
);

/** A config file after validation, durations in milliseconds. */
export type CheckedConfig = v.InferOutput<typeof configSchema>;
