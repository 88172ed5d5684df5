import { resolve } from 'node:path';
import * as v from 'valibot';
import { isPlainObject, knownObject } from '../../schema/known-object.ts';
import { notThat } from '../../schema/problem.ts';
import { duration, listOf, STOP_SIGNALS, text } from '../../schema/schema-values.ts';
import { milliseconds, specText } from '../../schema/spec-values.ts';
import { keyGroup } from '../key-group.ts';

const ACTIONS = ['restart', 'reload', ...STOP_SIGNALS] as const;

const DEFAULT_DELAY_MS = 200;

const watchObject = knownObject(
  {
    paths: v.optional(
      v.pipe(
        listOf('a file or a folder'),
        v.metadata({
          description:
            'What is watched, relative to the config file; the default is the folder that the app runs in.',
          examples: [['src', 'config.yaml']],
        }),
      ),
    ),
    ignore: v.optional(
      v.pipe(
        listOf('a pattern'),
        v.metadata({
          description:
            'What is not watched besides: a name at any depth (`"*.log"`), or with a `/` a path below the watched folder ' +
            '(`"data/**"`). Names that begin with a dot, `node_modules`, editors\' backups and logs never are.',
          examples: [['*.log', 'data']],
        }),
      ),
    ),
    delay: v.optional(
      v.pipe(
        duration(),
        v.metadata({
          description: 'How long nothing must have changed; the default is `"200ms"`.',
          examples: ['1s'],
        }),
      ),
    ),
    action: v.optional(
      v.pipe(
        v.picklist(ACTIONS, notThat('what to do: use "restart", "reload" or a signal like "SIGHUP"')),
        v.metadata({
          description:
            '`"restart"` (the default) restarts all instances at once, `"reload"` one at a time, and a signal is sent to the app.',
          examples: ['reload'],
        }),
      ),
    ),
  },
  'true, a list of paths, or an object with paths, ignore, delay and action',
);

const watch = v.pipe(
  v.union(
    [v.boolean(), v.array(text('a file or a folder')), watchObject],
    notThat('true, a list of paths, or an object with paths, ignore, delay and action'),
  ),
  v.title('boolean, list of strings or object'),
  v.transform((value) => {
    if (typeof value === 'boolean') return value ? {} : null;
    return Array.isArray(value) ? { paths: value } : value;
  }),
);

const watchSpec = v.strictObject({
  /** Absolute, never empty. */
  paths: v.array(specText),
  ignore: v.array(specText),
  delayMs: milliseconds,
  action: v.picklist(ACTIONS),
});

export type WatchSpec = v.InferOutput<typeof watchSpec>;

/** The files whose changes restart an app. */
export const watchKeys = keyGroup({
  config: {
    watch: v.optional(
      v.pipe(
        watch,
        v.metadata({
          description:
            'Restarts the app when files change: `true` for all in the folder it runs in, a list of paths, or an object.',
          examples: [true],
        }),
      ),
    ),
  },
  spec: { watch: v.optional(watchSpec) },
  resolve: ({ watch: given }, { folder, cwd }) => {
    if (given === undefined || given === null) return {};
    const { paths = [cwd], ignore = [], delay = DEFAULT_DELAY_MS, action = 'restart' } = given;
    return {
      watch: { paths: paths.map((path) => resolve(folder, path)), ignore, delayMs: delay, action },
    };
  },
  check: ({ watch: given }) => {
    const paths = isPlainObject(given) ? given.paths : given;
    if (!Array.isArray(paths) || paths.length > 0) return [];
    const path = isPlainObject(given) ? ['watch', 'paths'] : ['watch'];
    return [{ path, message: 'names nothing: give paths, or true for the folder of the app' }];
  },
  synonyms: { ignore_watch: 'watch.ignore', watch_delay: 'watch.delay', autoreload: 'watch' },
});
