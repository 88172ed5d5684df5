import * as v from 'valibot';

type TextSchema = v.GenericSchema<unknown, string>;

/**
 * An object that maps names chosen by the user to strings. `v.record` silently drops entries named `constructor` and
 * `prototype`; here they are ordinary names, and only `__proto__` is refused.
 */
export function textRecord(name: TextSchema, value: TextSchema) {
  return v.pipe(
    v.custom<Record<string, unknown>>(isObject, 'must be an object of strings'),
    v.rawTransform(({ dataset: { value: input }, addIssue }): Record<string, string> => {
      const entries = Object.entries(input).map(([key, text]): [string, string] => {
        const read = v.safeParse(v.tuple([name, value]), [key, text]);
        const message = key === '__proto__' ? 'cannot be a name' : read.issues?.[0].message;
        if (message !== undefined) {
          addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value: text }] });
        }
        return [key, read.success ? read.output[1] : ''];
      });
      return Object.fromEntries(entries);
    }),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
