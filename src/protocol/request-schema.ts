import * as v from 'valibot';
import {
  argvSchema,
  countSchema,
  environmentSchema,
  instanceSpecSchema,
  millisecondsSchema,
  pluginEntrySchema,
  settingsSchema,
  textSchema,
} from '../config/instance/instance-spec-schema.ts';
import type { Intent, Intents } from './intents.ts';
import { badRequest } from './protocol-errors.ts';

/** More than any machine runs; keeps a typo from filling the daemon's memory. */
const MAX_INSTANCES = 65_536;

const nothing = v.record(v.string(), v.never());
const targets = v.strictObject({ targets: v.array(textSchema) });
const caller = v.strictObject({ pid: countSchema, command: v.string() });

const restoreSource = v.variant('kind', [
  v.strictObject({
    kind: v.literal('config'),
    file: textSchema,
    instances: v.array(instanceSpecSchema),
    settings: settingsSchema,
    plugins: v.array(pluginEntrySchema),
  }),
  v.strictObject({ kind: v.literal('snapshot'), generation: v.nullable(countSchema) }),
  v.strictObject({ kind: v.literal('auto') }),
]);

/** The schema of each intent's request; the same types as `Intents` in `intents.ts`. */
export const REQUEST_SCHEMAS = {
  status: nothing,
  list: nothing,
  info: targets,
  restore: v.strictObject({
    source: restoreSource,
    dryRun: v.boolean(),
    keepGoing: v.boolean(),
    prune: v.boolean(),
    only: v.nullable(v.array(textSchema)),
    timeoutMs: v.nullable(millisecondsSchema),
    env: environmentSchema,
    caller,
  }),
  cancel: v.strictObject({ caller: v.optional(caller) }),
  launch: v.strictObject({
    instances: v.array(instanceSpecSchema),
    settings: settingsSchema,
    env: environmentSchema,
    caller,
  }),
  start: targets,
  stop: targets,
  restart: v.strictObject({ targets: v.array(textSchema), env: v.nullable(environmentSchema) }),
  reload: targets,
  remove: targets,
  reset: targets,
  signal: v.strictObject({ targets: v.array(textSchema), signal: textSchema }),
  scale: v.strictObject({ name: textSchema, instances: v.pipe(countSchema, v.maxValue(MAX_INSTANCES)) }),
  adjust: v.strictObject({
    target: textSchema,
    name: v.nullable(textSchema),
    argv: v.nullable(argvSchema),
  }),
  save: nothing,
  // Whatever a later version adds, this daemon must be able to make way for it.
  shutdown: v.object({ keepApps: v.boolean(), restart: v.optional(v.boolean()) }),
  wipe: nothing,
} satisfies Record<Intent, v.GenericSchema>;

/** Whether this daemon knows the intent. */
export function isIntent(name: string): name is Intent {
  return Object.hasOwn(REQUEST_SCHEMAS, name);
}

/**
 * Parses the body of a request; an empty one counts as `{}`.
 *
 * @throws OpmError BAD_REQUEST that names the first problem and its path
 */
export function parseRequest<I extends Intent>(intent: I, body: string): Intents[I]['request'] {
  let json: unknown;
  try {
    json = body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw badRequest(intent, 'it is not JSON', error);
  }
  // The first problem only: a huge list of invalid items would otherwise fill the memory with problems.
  const parsed = v.safeParse<v.GenericSchema>(REQUEST_SCHEMAS[intent], json, { abortEarly: true });
  if (parsed.success) return parsed.output as Intents[I]['request'];
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw badRequest(intent, path === null ? issue.message : `"${path}": ${issue.message}`);
}
