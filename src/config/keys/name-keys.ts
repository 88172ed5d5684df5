import * as v from 'valibot';
import { appName } from '../schema/schema-values.ts';
import { count, specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** The names of an app and its instances. */
export const nameKeys = keyGroup({
  config: {
    name: v.pipe(
      appName,
      v.metadata({
        description: 'Name of the app in commands. Must be unique in the file.',
        examples: ['api'],
      }),
    ),
    namespace: v.optional(
      v.pipe(appName, v.metadata({ description: 'A label to group apps by.', examples: ['shop'] })),
      'default',
    ),
  },
  spec: {
    name: specText,
    /** 0, 1, … below the app's `instances`. */
    instance: count,
    namespace: specText,
    /** The config file that it comes from; `null`: none with a name; absent: an older version did not note it. */
    definedIn: v.optional(v.nullable(specText)),
  },
  resolve: ({ name, namespace }, { instance }) => ({ name, instance, namespace }),
});
