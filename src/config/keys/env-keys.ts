import { resolve } from 'node:path';
import * as v from 'valibot';
import { notThat, showValue } from '../schema/problem.ts';
import { listOf, variableName, variables } from '../schema/schema-values.ts';
import { environment, specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

/** In the place of a name in `inheritEnv` of a spec: everything, also for an app of another user. */
export const EVERYTHING = '*';

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
            'Files of `KEY=value` lines, relative to the config file. Later files override earlier ones, and ' +
            '`env` overrides them all.',
          examples: ['.env'],
        }),
      ),
      [],
    ),
    countUp: v.optional(
      v.pipe(
        v.array(variableName, notThat('a list of variable names, like ["SHARD"]')),
        v.title('list of strings'),
        v.metadata({
          description:
            'Variables whose value is a whole number that grows by 1 with each instance; the first gets 0 unless `env` ' +
            'sets a value.',
          examples: [['SHARD']],
        }),
      ),
    ),
    inheritEnv: v.optional(
      v.pipe(
        v.union([v.boolean(), v.array(variableName)], notThat('true, false or a list of variable names')),
        v.title('boolean or list of strings'),
        v.metadata({
          description:
            "Pass on the caller's environment: all of it, none of it, or these variables. The default is all of it; for an " +
            'app that runs as another user than the daemon, `PATH`, `LANG`, `LC_*`, `TZ` and `TERM`.',
          examples: [['PATH', 'HOME']],
        }),
      ),
    ),
  },
  spec: {
    /** The app's own variables: `envFile`, then `env`, then `PORT`. Inherited ones are not in here. */
    env: environment,
    /** Names in `env` whose value depends on the instance number. */
    countUp: v.optional(v.array(specText)),
    /** Where some of `env` came from: absolute paths, and the names that nothing else sets. Absent: from no file. */
    envFiles: v.optional(v.strictObject({ paths: v.array(specText), names: v.array(specText) })),
    /**
     * Inherit all of the caller's environment, none of it, or these names. `true` is the default, which gives another
     * user less than all of it; `['*']` is what is asked for by name.
     */
    inheritEnv: v.union([v.boolean(), v.array(specText)]),
  },
  resolve: (
    { env, envFile, countUp, inheritEnv },
    { fileEnv, folder, override, firstPort, instance, hasUser },
  ) => ({
    env: {
      ...fileEnv,
      ...env,
      ...counted(countUp ?? [], { ...fileEnv, ...env }, instance),
      ...override.env,
      ...(firstPort === undefined ? {} : { PORT: String(firstPort + instance) }),
    },
    ...(countUp === undefined ? {} : { countUp }),
    ...filesOf(
      envFile.map((file) => resolve(folder, file)),
      Object.keys(fileEnv),
      { ...env, ...override.env, ...(firstPort === undefined ? {} : { PORT: '' }) },
    ),
    // Older versions wrote `true` for the default.
    inheritEnv: inheritEnv === true && hasUser ? [EVERYTHING] : (inheritEnv ?? true),
  }),
  check: ({ env, countUp }) => {
    if (!Array.isArray(countUp) || typeof env !== 'object' || env === null) return [];
    return countUp.flatMap((name, index) => {
      const value: unknown = Object.hasOwn(env, String(name)) ? (env as Record<string, unknown>)[name] : 0;
      if (/^-?[0-9]{1,15}$/.test(String(value))) return [];
      const message = `${showValue(name)} cannot be counted up: its value ${showValue(value)} is not a whole number`;
      return [{ path: ['countUp', index], message }];
    });
  },
  synonyms: { environment: 'env', increment_var: 'countUp', instance_var: 'countUp' },
});

/** The content of a pipe such as `/dev/fd/63` can be read only once. */
const READ_ONCE = /^\/(dev|proc)\//;

function filesOf(
  files: readonly string[],
  names: readonly string[],
  own: Readonly<Record<string, string>>,
): { envFiles?: { paths: string[]; names: string[] } } {
  const paths = files.filter((file) => !READ_ONCE.test(file));
  if (paths.length === 0 || paths.length < files.length) return {};
  return { envFiles: { paths, names: names.filter((name) => !Object.hasOwn(own, name)) } };
}

/** A spec with what its env files say now. Pure. */
export function withFileEnv<
  Spec extends {
    env: Record<string, string>;
    countUp?: string[] | undefined;
    instance: number;
    envFiles?: { paths: string[]; names: string[] } | undefined;
  },
>(spec: Spec, fileEnv: Readonly<Record<string, string>>): Spec {
  const { env, envFiles, countUp = [], instance } = spec;
  if (envFiles === undefined) return spec;
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !envFiles.names.includes(name)));
  const names = Object.keys(fileEnv).filter((name) => !Object.hasOwn(own, name));
  const counting = countUp.filter((name) => names.includes(name));
  return {
    ...spec,
    env: { ...fileEnv, ...counted(counting, fileEnv, instance), ...own },
    envFiles: { ...envFiles, names },
  };
}

/** The variables that count up, for the instance with this number. */
export function counted(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
  steps: number,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(Number(env[name] ?? 0) + steps)]));
}
