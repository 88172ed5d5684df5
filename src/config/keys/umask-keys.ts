import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { wholeNumber } from '../schema/schema-values.ts';
import { count } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

const UMASK = 'a file mode mask: write "027" or a number from 0 to 511';

/** Output: the number. A string is octal, as everywhere; a number is what the config's format makes of it. */
const umask = v.pipe(
  v.union(
    [v.pipe(v.string(), v.regex(/^(0o?)?[0-7]{1,3}$/, notThat(UMASK))), wholeNumber(0, 0o777)],
    notThat(UMASK),
  ),
  v.title('octal string or number'),
  v.transform((value) => (typeof value === 'number' ? value : Number.parseInt(value.replace('0o', ''), 8))),
);

/** Which permissions the files that a process makes are without. */
export const umaskKeys = keyGroup({
  config: {
    umask: v.optional(
      v.pipe(
        umask,
        v.metadata({
          description:
            'Permissions that are removed from files the process creates, in octal; default `"022"`.',
          examples: ['027'],
        }),
      ),
    ),
  },
  spec: { umask: v.optional(v.pipe(count, v.maxValue(0o777))) },
  resolve: ({ umask: given }) => (given === undefined ? {} : { umask: given }),
});
