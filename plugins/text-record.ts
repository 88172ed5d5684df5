import * as v from 'valibot';

type TextSchema = v.GenericSchema<unknown, string>;

/**
 * An object with names that the user chooses and texts. `v.record` drops entries named `constructor` and `prototype`
 * without a word; here they are names like any other, and only `__proto__`, which is none, is refused.
 */
export function textRecord(name: TextSchema, value: TextSchema) {
  return v.pipe(
    v.custom<Record<string, unknown>>(isObject, 'must be an object of names and texts'),
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
