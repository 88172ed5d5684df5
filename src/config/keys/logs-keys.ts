import { join, parse, resolve } from 'node:path';
import * as v from 'valibot';
import { withoutAlias } from '../../runtime/files/own-output.ts';
import { byteSize } from '../schema/byte-size-value.ts';
import { knownObject } from '../schema/known-object.ts';
import { duration, flag, text, wholeNumber } from '../schema/schema-values.ts';
import { count, milliseconds, specText } from '../schema/spec-values.ts';
import { keyGroup, type Place } from './key-group.ts';

/** Placeholder for the instance number in the path of a log file. */
export const NUMBER = '{instance}';

/** Below this, most of a log would stay in the file. */
const SMALLEST_SIZE = 64 * 1024;

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
    maxSize: v.optional(
      v.pipe(
        byteSize,
        v.check((bytes) => bytes >= SMALLEST_SIZE, 'is too small to rotate: write at least "64K"'),
        v.metadata({
          description:
            'A log file that has grown to this size is rotated: what it holds moves to a file of its own, and nothing ' +
            'is lost or restarted. Without it, logs are rotated only by `opm rotate` and `settings.logs.budget`.',
          examples: ['50M'],
        }),
      ),
    ),
    keep: v.optional(
      v.pipe(
        wholeNumber(0, 100_000),
        v.metadata({
          description: 'How many rotated files of each log are kept; the default is 10.',
          examples: [5],
        }),
      ),
    ),
    maxAge: v.optional(
      v.pipe(
        duration({ min: 1, isAge: true }),
        v.metadata({ description: 'Rotated files older than this are removed.', examples: ['90d'] }),
      ),
    ),
    compress: v.optional(
      v.pipe(
        flag,
        v.metadata({
          description: 'Whether rotated files are compressed with gzip; the default is `true`.',
          examples: [false],
        }),
      ),
    ),
  },
  'an object with out and err',
  {
    synonyms: {
      ...{ output: 'out', stdout: 'out', error: 'err', stderr: 'err', merge: 'shared' },
      ...{ max_size: 'maxSize', 'max-size': 'maxSize', size: 'maxSize', retain: 'keep', rotate: 'keep' },
      ...{ 'max-file': 'keep', maxFiles: 'keep', maxage: 'maxAge', gzip: 'compress' },
    },
  },
);

const rotationSpec = v.strictObject({
  /** In bytes; without it, only a budget or a user has it rotated. */
  maxSize: v.optional(count),
  keep: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  maxAgeMs: v.optional(milliseconds),
  compress: v.optional(v.boolean()),
});

/** How a log is rotated, as far as its app says so. */
export type LogRotationSpec = v.InferOutput<typeof rotationSpec>;

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
      /** It does not affect the process: changing it replaces nothing. */
      rotation: v.optional(rotationSpec),
    }),
  },
  resolve: (app, place) => ({ logs: { ...logPaths(app.logs, place), ...rotationOf(app.logs) } }),
  synonyms: { out: 'logs.out', err: 'logs.err' },
});

function rotationOf(given: v.InferOutput<typeof logs>): { rotation?: LogRotationSpec } {
  const { maxSize, keep, maxAge, compress } = given;
  const rotation: LogRotationSpec = {
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(keep === undefined ? {} : { keep }),
    ...(maxAge === undefined ? {} : { maxAgeMs: maxAge }),
    ...(compress === undefined ? {} : { compress }),
  };
  return Object.keys(rotation).length === 0 ? {} : { rotation };
}

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
