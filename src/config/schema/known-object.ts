import * as v from 'valibot';
import { nearestName } from '../nearest-name.ts';
import { notThat } from './problem.ts';

/** Why a key that OPM knows is rejected, and what users coming from other tools write for a key. */
export interface KeyHints {
  /** Keys whose behaviour is not implemented: key → what it would do. */
  notBuilt?: Record<string, string>;
  /** Other tools' names for a key: their word → ours. */
  synonyms?: Record<string, string>;
}

/** What a schema of this file checks, for whoever converts it to a JSON Schema. */
const described = new WeakMap<object, v.GenericSchema>();

/** The plain valibot schema behind a known or an open object, or `undefined` for any other schema. */
export function plainSchemaOf(schema: object): v.GenericSchema | undefined {
  const [first] = (schema as { pipe?: readonly object[] }).pipe ?? [schema];
  return described.get(first as object);
}

/**
 * An object with a fixed set of keys. Unlike `v.strictObject` it reports every unknown key instead of only the first,
 * suggests the nearest known one, and does not accept an array.
 */
export function knownObject<const Entries extends v.ObjectEntries>(
  entries: Entries,
  what: string,
  hints: KeyHints = {},
) {
  const base = v.object(entries);
  return objectSchema<v.InferInput<typeof base>, v.InferOutput<typeof base>>({
    what,
    plain: v.strictObject(entries),
    read(input, reader) {
      const output = reader.read(base, input, []);
      for (const key of Object.keys(input)) {
        if (Object.hasOwn(entries, key)) continue;
        const message = unknownKeyMessage(key, Object.keys(entries), hints);
        reader.report({ message, input: input[key], path: [keyItem(input, key)] });
      }
      return output;
    },
  });
}

/**
 * An object whose keys the user chooses, with values of one kind. Does not accept an array.
 *
 * `v.record` silently drops the keys `constructor`, `prototype` and `__proto__`. Here the first two are keys like any
 * other, and the last is rejected: assigning it would change a prototype.
 */
export function openObject<
  const Key extends v.BaseSchema<string, string, v.BaseIssue<unknown>>,
  const Value extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>,
>(key: Key, value: Value, what: string) {
  return objectSchema<Record<string, v.InferInput<Value>>, Record<string, v.InferOutput<Value>>>({
    what,
    plain: v.record(key, value),
    read(input, reader) {
      const output: Record<string, v.InferOutput<Value>> = {};
      for (const [name, entry] of Object.entries(input)) {
        const item = keyItem(input, name);
        if (name === '__proto__') {
          reader.report({ message: 'cannot be used as a key', input, path: [item] });
          continue;
        }
        reader.read(key, name, [item]);
        output[name] = reader.read(value, entry, [{ ...item, origin: 'value' }]);
      }
      return output;
    },
  });
}

interface Reader {
  report(issue: { message: string; input: unknown; path: Path }): void;
  /** Reads a part of the input at `path`, and reports the problems in it. */
  read<Schema extends v.GenericSchema>(schema: Schema, input: unknown, path: Path): v.InferOutput<Schema>;
}

type Path = v.IssuePathItem[];

function objectSchema<Input, Output>(options: {
  what: string;
  plain: v.GenericSchema;
  read: (input: Record<string, unknown>, reader: Reader) => Output;
}) {
  const object = v.custom<Input>(isPlainObject, notThat(options.what));
  described.set(object, options.plain);
  return v.pipe(
    object,
    v.rawTransform<Input, Output>(({ dataset, config, addIssue }) => {
      const report = addIssue as Reader['report'];
      const { lang, abortEarly, abortPipeEarly } = config;
      return options.read(dataset.value as Record<string, unknown>, {
        report,
        read(schema, input, path) {
          const { issues = [], output } = v.safeParse(schema, input, { lang, abortEarly, abortPipeEarly });
          for (const issue of issues.flatMap(flatten))
            report({ ...issue, path: [...path, ...(issue.path ?? [])] });
          return output;
        },
      });
    }),
  );
}

/** An issue of a union holds those of its alternatives, which are what the user needs to read. */
function flatten(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown>[] {
  const inner = (issue.issues ?? []).filter((sub) => sub.path !== undefined || sub.kind !== 'schema');
  if (issue.type !== 'union' || inner.length === 0) return [issue];
  return inner
    .flatMap(flatten)
    .map((sub) => ({ ...sub, path: [...(issue.path ?? []), ...(sub.path ?? [])] as never }));
}

function keyItem(input: Record<string, unknown>, key: string): v.ObjectPathItem {
  return { type: 'object', origin: 'key', input, key, value: input[key] };
}

/** True for what JSON calls an object. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date || value instanceof Map || value instanceof Set);
}

function unknownKeyMessage(key: string, known: string[], { notBuilt = {}, synonyms = {} }: KeyHints): string {
  if (Object.hasOwn(notBuilt, key)) {
    return `is not implemented yet: ${notBuilt[key]}. Remove it; OPM never ignores a key`;
  }
  const near = Object.hasOwn(synonyms, key)
    ? synonyms[key]
    : nearestName(key, [...known, ...Object.keys(notBuilt)]);
  const advice = near === undefined ? `known keys are ${known.join(', ')}` : `did you mean "${near}"?`;
  return `is an unknown key; ${advice}`;
}
