import { resolve } from 'node:path';
import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { flag, text } from '../schema/schema-values.ts';
import { specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** A process's view of the file system, in systemd's terms. */
export const sandboxKeys = keyGroup({
  config: {
    privateTmp: v.optional(
      v.pipe(
        flag,
        v.metadata({
          description:
            'The app has a `/tmp` and a `/var/tmp` of its own, in memory, empty at each start. Takes root (CAP_SYS_ADMIN).',
          examples: [true],
        }),
      ),
    ),
    readOnlyPaths: v.optional(
      v.pipe(
        v.array(text('a path'), notThat('a list of paths')),
        v.metadata({
          description:
            'Files and folders, with all that is in them, that the app can read but not change. Takes root (CAP_SYS_ADMIN).',
          examples: [['/etc', '/srv']],
        }),
      ),
    ),
  },
  spec: {
    privateTmp: v.optional(v.boolean()),
    readOnlyPaths: v.optional(v.array(specText)),
  },
  resolve: ({ privateTmp, readOnlyPaths }, { folder }) => ({
    ...(privateTmp === true ? { privateTmp } : {}),
    ...(readOnlyPaths === undefined || readOnlyPaths.length === 0
      ? {}
      : { readOnlyPaths: readOnlyPaths.map((path) => resolve(folder, path)) }),
  }),
  synonyms: { PrivateTmp: 'privateTmp', ReadOnlyPaths: 'readOnlyPaths', readOnly: 'readOnlyPaths' },
});
