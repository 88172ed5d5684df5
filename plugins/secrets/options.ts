import * as v from 'valibot';
import { duration } from '../duration.ts';
import { textRecord } from '../text-record.ts';

const text = v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'));

const variable = v.pipe(
  text,
  v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
);

const format = v.picklist(['dotenv', 'json', 'raw'], 'must be dotenv, json or raw');

/** Options of every kind of source for the variables it gives. */
const shared = {
  /** Which apps get them; absent: all. */
  apps: v.optional(v.array(text)),
  /** Only these names, as they are in the source. */
  only: v.optional(v.array(text)),
  /** Maps old names to new ones. */
  rename: v.optional(textRecord(v.string(), variable), {}),
  /** Prepended to every name that `rename` does not set. */
  prefix: v.optional(
    v.pipe(text, v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and underscores')),
  ),
  /** `env`: upper case, with underscores for characters that are not allowed in a variable name. */
  names: v.optional(v.picklist(['env', 'keep'], 'must be env or keep')),
  /** A missing source gives no variables instead of refusing the restore. */
  optional: v.optional(v.boolean('must be true or false'), false),
};

const insecure = {
  /** Accept files that every user of the machine can read. */
  allowWorldReadable: v.optional(v.boolean('must be true or false'), false),
};

const contents = {
  /** The variable that gets the `raw` content. */
  name: v.optional(variable),
  /** In `json`, the path to the object with the values: `data.data`. */
  path: v.optional(text),
};

const file = v.strictObject({
  file: text,
  /** Absent: by the ending `.json` or `.env`, else raw. */
  format: v.optional(format),
  ...contents,
  ...shared,
  ...insecure,
});
const directory = v.strictObject({ directory: text, ...shared, ...insecure });
const command = v.pipe(
  v.strictObject({
    /** Executable and arguments; no shell is involved. */
    command: v.pipe(v.array(v.string('must be text')), v.minLength(1, 'must name a command')),
    format,
    timeout: v.optional(duration, '10s'),
    ...contents,
    ...shared,
  }),
  v.check(({ format, name }) => format !== 'raw' || name !== undefined, 'needs "name" with the format raw'),
);

const neither = v.never('must be an object with "file", "directory" or "command"');

export const options = v.strictObject({
  sources: v.pipe(
    v.array(v.lazy((source) => schemaFor(source))),
    v.minLength(1, 'must name at least one source'),
  ),
});

export type FileSource = v.InferOutput<typeof file>;
export type DirectorySource = v.InferOutput<typeof directory>;
export type CommandSource = v.InferOutput<typeof command>;
export type Source = FileSource | DirectorySource | CommandSource;

/** Chosen by the key that is present, so that a mistake is reported for the kind of source that was meant. */
function schemaFor(source: unknown): typeof file | typeof directory | typeof command | typeof neither {
  if (typeof source !== 'object' || source === null) return neither;
  if ('file' in source) return file;
  if ('directory' in source) return directory;
  return 'command' in source ? command : neither;
}
