import * as v from 'valibot';
import { isPlainObject, knownObject } from './known-object.ts';
import { notThat } from './problem.ts';
import { duration, text } from './schema-values.ts';
import { milliseconds, specText } from './spec-values.ts';

/** An entry of the key `plugins`: `name`, `[name, options]` or `[name, options, { timeout, onError }]`. */

const ENTRY =
  'a plugin: write "name", ["name", options] or ["name", options, { "timeout": "30s", "onError": "warn" }]';

const ON_ERROR = ['fail', 'warn'] as const;

const specifier = text('the name or path of a plugin');

export const pluginSettings = knownObject(
  {
    timeout: v.optional(
      v.pipe(
        duration({ min: 1 }),
        v.metadata({ description: 'Deadline of each hook; default `"30s"`.', examples: ['2m'] }),
      ),
    ),
    onError: v.optional(
      v.pipe(
        v.picklist(ON_ERROR, notThat('"fail" or "warn"')),
        v.metadata({
          description:
            'What a failed hook means; the default is `"fail"` before the commit and `"warn"` after it.',
          examples: ['warn'],
        }),
      ),
    ),
  },
  'an object with timeout and onError',
);

const options = v.pipe(
  v.unknown(),
  v.check(
    (value) => isPlainData(value),
    'must be plain data (anything JSON can represent): plugins run in a separate thread',
  ),
);

/** Valibot's unions would report every form; the number of items tells which one was meant. */
const entryList = v.pipe(
  v.array(v.unknown()),
  v.metadata({ type: 'array', items: [{ type: 'string' }, {}, {}], minItems: 1, maxItems: 3 }),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const items = dataset.value;
    const forms = [specifier, options, pluginSettings] as const;
    if (items.length === 0 || items.length > forms.length) {
      addIssue({ message: `must be ${ENTRY}` });
      return NEVER;
    }
    let sound = true;
    forms.forEach((form, index) => {
      if (index >= items.length) return;
      for (const issue of v.safeParse(form, items[index], { abortPipeEarly: true }).issues ?? []) {
        sound = false;
        const item = {
          type: 'array',
          origin: 'value',
          input: items,
          key: index,
          value: items[index],
        } as const;
        addIssue({
          message: issue.message,
          input: issue.input,
          path: [item, ...(issue.path ?? [])] as never,
        });
      }
    });
    if (!sound) return NEVER;
    const settings = items.length === 3 ? v.parse(pluginSettings, items[2]) : {};
    return { specifier: v.parse(specifier, items[0]), options: items[1], ...settings };
  }),
);

/** Output: the three parts by name. */
export const pluginEntry = v.pipe(
  v.union([specifier, entryList], notThat(ENTRY)),
  v.title('string or list'),
  v.transform((entry) => (typeof entry === 'string' ? { specifier: entry, options: undefined } : entry)),
);

/** The form kept in the ledger and snapshot and sent over the socket. */
export const pluginSpecSchema = v.strictObject({
  /** Name of a bundled plugin, package name, or a path that starts with `.` or `/`. */
  specifier: specText,
  /** Folder of the config file, absolute: the specifier is resolved from here. */
  baseDir: specText,
  // JSON drops a key whose value is undefined, so an entry without options arrives without the key.
  options: v.optional(v.unknown(), () => undefined),
  timeoutMs: v.optional(milliseconds),
  onError: v.optional(v.picklist(ON_ERROR)),
});

export type PluginEntry = v.InferOutput<typeof pluginSpecSchema>;

/** @param baseDir absolute folder of the config file */
export function resolvePlugin(
  { specifier: name, options: given, ...settings }: v.InferOutput<typeof pluginEntry>,
  baseDir: string,
): PluginEntry {
  const { timeout, onError } = { timeout: undefined, onError: undefined, ...settings };
  return {
    specifier: name,
    baseDir,
    options: given,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(onError === undefined ? {} : { onError }),
  };
}

const DEEPEST = 100;

function isPlainData(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value))
    return true;
  // A value that contains itself has no end.
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => isPlainData(item, depth + 1));
  return isPlainObject(value) && Object.values(value).every((item) => isPlainData(item, depth + 1));
}
