import * as v from 'valibot';
import { appSchema } from '../keys/app-keys.ts';
import { knownObject } from './known-object.ts';
import { notThat } from './problem.ts';
import { pluginEntry } from './schema-plugin.ts';
import { settingsSchema } from './settings-schema.ts';

/**
 * The config file, key by key. This and the files it imports are the one place that knows a key: validation,
 * types, the JSON Schema and the reference in docs/config.md all come from here.
 */

export const configSchema = knownObject(
  {
    $schema: v.optional(
      v.pipe(
        v.string(notThat('text')),
        v.metadata({
          description:
            'For editors: where the JSON Schema is (`opm config schema` prints it). OPM does not read it.',
          examples: ['./opm.schema.json'],
        }),
      ),
    ),
    settings: v.optional(
      v.pipe(
        settingsSchema,
        v.metadata({ description: 'What holds for the restore as a whole.', examples: [{ timeout: '5m' }] }),
      ),
      {},
    ),
    plugins: v.optional(
      v.pipe(
        v.array(pluginEntry, notThat('a list of plugins')),
        v.metadata({
          description: 'Plugins, in the order their hooks run.',
          examples: [['./vault.mjs', ['notify', { url: 'https://…' }]]],
        }),
      ),
      [],
    ),
    apps: v.pipe(
      v.array(appSchema, notThat('a list of apps')),
      v.metadata({
        description: 'What is to run.',
        examples: [[{ name: 'api', command: 'node server.js' }]],
      }),
    ),
  },
  'an object with apps',
);

/** What a config file may say, for authors of `opm.config.ts`. */
export type Config = v.InferInput<typeof configSchema>;
/** A config file after validation, durations in milliseconds. */
export type CheckedConfig = v.InferOutput<typeof configSchema>;
