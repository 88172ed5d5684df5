import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

// The kernel ends a string at the first NUL: what would be run is not what was asked for.
const text = v.pipe(
  v.string(),
  v.check((value) => !value.includes('\0'), 'must not contain a NUL character'),
);
const argv = v.pipe(v.array(text), v.minLength(1, 'must not be empty'));

/**
 * Variable names and values. Not `v.record`, which drops entries named `prototype` and `constructor` without a word:
 * to a process they are variables like any other. `__proto__` alone is left out, being no key of a plain object.
 */
export const environmentSchema = v.pipe(
  v.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must map names of variables to their values',
  ),
  v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, string> => {
    const environment: Record<string, string> = {};
    for (const [key, value] of Object.entries(dataset.value)) {
      if (key === '__proto__') continue;
      const issue = v.safeParse(v.tuple([text, text]), [key, value]).issues?.[0];
      if (issue !== undefined) {
        const { message } = issue;
        addIssue({ message, path: [{ type: 'object', origin: 'value', input: dataset.value, key, value }] });
        return NEVER;
      }
      environment[key] = value as string;
    }
    return environment;
  }),
);

const readySchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('tcp'), timeoutMs: milliseconds, host: text, port }),
  v.strictObject({ kind: v.literal('http'), timeoutMs: milliseconds, url: text }),
  v.strictObject({ kind: v.literal('exec'), timeoutMs: milliseconds, argv }),
  v.strictObject({ kind: v.literal('log'), timeoutMs: milliseconds, pattern: text }),
  v.strictObject({ kind: v.literal('fd'), timeoutMs: milliseconds, fd: count }),
]);

/** The shape of an `InstanceSpec` as it comes from the socket or the disk; what it means was checked with the config. */
export const instanceSpecSchema = v.strictObject({
  name: text,
  instance: count,
  namespace: text,
  argv,
  cwd: text,
  env: environmentSchema,
  inheritEnv: v.union([v.boolean(), v.array(text)]),
  port: v.optional(port),
  user: v.optional(text),
  dependsOn: v.array(text),
  ready: v.optional(readySchema),
  minUptimeMs: milliseconds,
  restart: v.strictObject({
    policy: v.picklist(['always', 'on-failure', 'never']),
    backoffMs: v.strictTuple([milliseconds, milliseconds]),
    maxRestarts: count,
    windowMs: milliseconds,
  }),
  stop: v.strictObject({ signal: text, timeoutMs: milliseconds }),
  logs: v.strictObject({
    out: text,
    err: text,
    pattern: v.optional(v.strictObject({ out: v.optional(text), err: v.optional(text) })),
  }),
});

export const settingsSchema = v.strictObject({
  threads: count,
  maxStarting: count,
  timeoutMs: milliseconds,
  attempts: count,
});

export const pluginEntrySchema = v.strictObject({
  specifier: text,
  baseDir: text,
  // JSON drops a key whose value is undefined, so an entry without options arrives without the key.
  options: v.optional(v.unknown(), () => undefined),
  timeoutMs: v.optional(milliseconds),
  onError: v.optional(v.picklist(['fail', 'warn'])),
});

export { argv as argvSchema, count as countSchema, milliseconds as millisecondsSchema, text as textSchema };
