import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { text, wholeNumber } from '../schema/schema-values.ts';
import { specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** Which user a process runs as. */
export const userKeys = keyGroup({
  config: {
    user: v.optional(
      v.pipe(
        v.union([text('a user name or id'), wholeNumber(0, 4_294_967_294)], notThat('a user name or id')),
        v.title('string or number'),
        v.transform(String),
        v.metadata({
          description: "User that runs the process; the default is the daemon's own user.",
          examples: ['www-data'],
        }),
      ),
    ),
  },
  spec: {
    /** User name or numeric id; absent: the daemon's own user. */
    user: v.optional(specText),
  },
  resolve: ({ user }) => (user === undefined ? {} : { user }),
});
