import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** What must be up before an app starts. */
export const orderKeys = keyGroup({
  config: {
    dependsOn: v.optional(
      v.pipe(
        v.array(v.string(notThat('the name of an app')), notThat('a list of app names, like ["db"]')),
        v.title('list of strings'),
        v.metadata({ description: 'Apps that must be ready before this one starts.', examples: [['db']] }),
      ),
      [],
    ),
  },
  spec: {
    /** Names of apps. */
    dependsOn: v.array(specText),
  },
  resolve: ({ dependsOn }) => ({ dependsOn: [...new Set(dependsOn)] }),
});
