import { join, parse, resolve } from 'node:path';
import * as v from 'valibot';
import { withoutAlias } from '../../runtime/files/own-output.ts';
import { knownObject } from '../schema/known-object.ts';
import { flag, text } from '../schema/schema-values.ts';
import { specText } from '../schema/spec-values.ts';
import { keyGroup, type Place } from './key-group.ts';

/** Placeholder for the instance number in the path of a log file. */
export const NUMBER = '{instance}';

const logs = knownObject(
  {
    out: v.optional(
      v.pipe(
        text('a file path'),
        v.metadata({
          description:
            'File for standard output; the default is `$OPM_HOME/logs/<name>-<instance>.out.log`. With several instances, ' +
            '`-<instance>` goes before the extension, or in place of `{instance}`. `/dev/stdout` and `/dev/stderr` are the ' +
            "daemon's own, for containers.",
          examples: ['logs/api.log'],
        }),
      ),
    ),
    err: v.optional(
      v.pipe(
        text('a file path'),
        v.metadata({
          description:
            'File for standard error; the default is `$OPM_HOME/logs/<name>-<instance>.err.log`. It may be the same as `out`.',
          examples: ['logs/api.err.log'],
        }),
      ),
    ),
    shared: v.optional(
      v.pipe(
        flag,
        v.metadata({
          description:
            'All instances write to the same files, exactly as named by `out` and `err`, without a number.',
          examples: [true],
        }),
      ),
    ),
  },
  'an object with out and err',
  {
    notBuilt: { maxSize: 'logs are not rotated', keep: 'logs are not rotated' },
    synonyms: { output: 'out', stdout: 'out', error: 'err', stderr: 'err', merge: 'shared' },
  },
);

/** Where the output goes. */
export const logsKeys = keyGroup({
  config: {
    logs: v.optional(
      v.pipe(
        logs,
        v.metadata({
          description: 'Where the output goes, relative to the config file.',
          examples: [{ out: 'logs/api.log', err: 'logs/api.log' }],
        }),
      ),
      {},
    ),
  },
  spec: {
    logs: v.strictObject({
      out: specText,
      err: specText,
      /** The paths before the number replaced `{instance}`, for further instances. */
      pattern: v.optional(v.strictObject({ out: v.optional(specText), err: v.optional(specText) })),
    }),
  },
  resolve: (app, place) => ({ logs: logPaths(app.logs, place) }),
  synonyms: { out: 'logs.out', err: 'logs.err' },
});

export interface LogPaths {
  out: string;
  err: string;
}

function logPaths(
  given: Partial<LogPaths> & { shared?: boolean | undefined },
  { name, instance, instances, folder, home, override }: Place,
): LogPaths & { pattern?: Partial<LogPaths> } {
  const pattern: Partial<LogPaths> = {};
  const pathOf = (stream: keyof LogPaths): string => {
    const absolute = override.logs?.[stream];
    if (absolute !== undefined) return withoutAlias(absolute);
    const { [stream]: configured } = given;
    if (configured === undefined) return join(home, 'logs', `${name}-${instance}.${stream}.log`);
    const path = withoutAlias(resolve(folder, configured));
    if (path.includes(NUMBER)) {
      pattern[stream] = path;
      return path.replaceAll(NUMBER, String(instance));
    }
    if (given.shared === true) {
      pattern[stream] = path;
      return path;
    }
    if (instances === 1 || path.startsWith('/dev/')) return path;
    const { dir, name: base, ext } = parse(path);
    return join(dir, `${base}-${instance}${ext}`);
  };
  const paths: LogPaths = { out: pathOf('out'), err: pathOf('err') };
  return Object.keys(pattern).length === 0 ? paths : { ...paths, pattern };
}
