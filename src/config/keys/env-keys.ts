import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { listOf, variableName, variables } from '../schema/schema-values.ts';
import { environment, specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** The variables of an app. */
export const envKeys = keyGroup({
  config: {
    env: v.optional(
      v.pipe(
        variables,
        v.metadata({ description: 'Variables of the app.', examples: [{ LOG: 'info', WORKERS: 4 }] }),
      ),
      {},
    ),
    envFile: v.optional(
      v.pipe(
        listOf('a file path'),
        v.metadata({
          description:
            'Files of `KEY=value` lines, relative to the config file. A later file wins over an earlier one, and ' +
            '`env` over them all.',
          examples: ['.env'],
        }),
      ),
      [],
    ),
    inheritEnv: v.optional(
      v.pipe(
        v.union([v.boolean(), v.array(variableName)], notThat('true, false or a list of variable names')),
        v.title('boolean or list of strings'),
        v.metadata({
          description: "Pass on the caller's environment: all of it, none of it, or these names.",
          examples: [['PATH', 'HOME']],
        }),
      ),
      true,
    ),
  },
  spec: {
    /** The app's own variables: `envFile`, then `env`, then `PORT`. Inherited ones are not in here. */
    env: environment,
    /** Inherit all of the caller's environment, none of it, or these names. */
    inheritEnv: v.union([v.boolean(), v.array(specText)]),
  },
  resolve: ({ env, inheritEnv }, { fileEnv, override, firstPort, instance }) => ({
    env: {
      ...fileEnv,
      ...env,
      ...override.env,
      ...(firstPort === undefined ? {} : { PORT: String(firstPort + instance) }),
    },
    inheritEnv,
  }),
  synonyms: { environment: 'env' },
});
