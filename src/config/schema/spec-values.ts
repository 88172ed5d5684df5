import * as v from 'valibot';

/** The single values that specs are made of, as they come from the socket or the disk. */

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
export const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

/** The kernel ends a string at the first NUL: it would run something other than what was asked for. */
export const specText = v.pipe(
  v.string(),
  v.check((value) => !value.includes('\0'), 'must not contain a NUL character'),
);

export const argv = v.pipe(v.array(specText), v.minLength(1, 'must not be empty'));

/**
 * Variable names and values. Not `v.record`, which silently drops entries named `prototype` and `constructor`: to a
 * process they are variables like any other. Only `__proto__` is left out, because it is not a key of a plain object.
 */
export const environment = v.pipe(
  v.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must map variable names to values',
  ),
  v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, string> => {
    const variables: Record<string, string> = {};
    for (const [key, value] of Object.entries(dataset.value)) {
      if (key === '__proto__') continue;
      const issue = v.safeParse(v.tuple([specText, specText]), [key, value]).issues?.[0];
      if (issue !== undefined) {
        const { message } = issue;
        addIssue({ message, path: [{ type: 'object', origin: 'value', input: dataset.value, key, value }] });
        return NEVER;
      }
      variables[key] = value as string;
    }
    return variables;
  }),
);
