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

/**
 * An object with a fixed set of keys. Unlike `v.strictObject` it reports every unknown key instead of only the first,
 * suggests the nearest known one, and does not accept an array.
 */
export function knownObject<const Entries extends v.ObjectEntries>(
  entries: Entries,
  what: string,
  hints: KeyHints = {},
): v.StrictObjectSchema<Entries, undefined> {
  const base = v.object(entries);
  // `v.object` drops unknown keys; the type says "strict", so that the JSON Schema does too.
  const schema = {
    ...base,
    type: 'strict_object',
    reference: v.strictObject,
  } as unknown as v.StrictObjectSchema<Entries, undefined>;
  return Object.assign(schema, {
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isPlainObject(input)) {
        v._addIssue(base, 'type', dataset as never, config, { message: notThat(what) } as never);
        return dataset;
      }
      const result = base['~run'](dataset as never, config);
      for (const key of Object.keys(input)) {
        if (Object.hasOwn(entries, key)) continue;
        v._addIssue(base, 'key', result as never, config, {
          input: input[key],
          path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
          message: unknownKeyMessage(key, Object.keys(entries), hints),
        } as never);
      }
      return result;
    },
  }) as v.StrictObjectSchema<Entries, undefined>;
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
>(key: Key, value: Value, what: string): v.RecordSchema<Key, Value, undefined> {
  const base = v.record(key, value);
  return Object.assign({ ...base } as v.RecordSchema<Key, Value, undefined>, {
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isPlainObject(input)) {
        v._addIssue(base, 'type', dataset as never, config, { message: notThat(what) } as never);
        return dataset;
      }
      const output: Record<string, unknown> = {};
      const result = Object.assign(dataset, { value: output, typed: true });
      for (const [name, entry] of Object.entries(input)) {
        const at = (origin: 'key' | 'value') => ({ type: 'object', origin, input, key: name, value: entry });
        const report = (issue: v.BaseIssue<unknown>, origin: 'key' | 'value') => {
          const path = [at(origin), ...(origin === 'value' ? (issue.path ?? []) : [])];
          const { message, input: found } = issue;
          v._addIssue(base, 'value', result as never, config, { message, input: found, path } as never);
        };
        if (name === '__proto__') {
          const message = 'cannot be used as a key';
          v._addIssue(base, 'key', result as never, config, { message, path: [at('key')] } as never);
          continue;
        }
        for (const issue of key['~run']({ value: name }, config).issues ?? []) report(issue, 'key');
        const read = value['~run']({ value: entry }, config);
        for (const issue of read.issues ?? []) report(issue, 'value');
        output[name] = read.value;
      }
      return result;
    },
  }) as v.RecordSchema<Key, Value, undefined>;
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
