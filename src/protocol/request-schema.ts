import * as v from 'valibot';
import { instanceSpecSchema } from '../config/keys/app-keys.ts';
import { pluginSpecSchema } from '../config/schema/schema-plugin.ts';
import { settingsSpecSchema } from '../config/schema/settings-schema.ts';
import { argv, count, environment, milliseconds, specText } from '../config/schema/spec-values.ts';
import { badRequest } from './protocol-errors.ts';

/** More than any machine runs; keeps a typo from filling the daemon's memory. */
const MAX_INSTANCES = 65_536;

const nothing = v.record(v.string(), v.never());
const targets = v.strictObject({ targets: v.array(specText) });
const caller = v.strictObject({ pid: count, command: v.string() });

const restoreSource = v.variant('kind', [
  v.strictObject({
    kind: v.literal('config'),
    file: specText,
    instances: v.array(instanceSpecSchema),
    settings: settingsSpecSchema,
    plugins: v.array(pluginSpecSchema),
  }),
  v.strictObject({ kind: v.literal('snapshot'), generation: v.nullable(count) }),
  /** The snapshot, or else the ledger's last wanted set. */
  v.strictObject({ kind: v.literal('auto') }),
]);

const restore = v.strictObject({
  source: restoreSource,
  /** Why this source, in words, for the report. */
  because: v.optional(specText),
  dryRun: v.boolean(),
  keepGoing: v.boolean(),
  prune: v.boolean(),
  only: v.nullable(v.array(specText)),
  timeoutMs: v.nullable(milliseconds),
  /** The caller's environment, for apps that inherit it. */
  env: environment,
  caller,
});

/** An app that was started by hand, as a script or a command, and what its command line left open. */
const program = v.strictObject({
  app: specText,
  /** The name that was made from the script or the command; `null`: it was given. */
  derivedFrom: v.nullable(specText),
  /** Nobody said how many instances there should be. */
  anyCount: v.boolean(),
});

/** The schema of each intent's request; the types of requests are inferred from it. */
export const REQUEST_SCHEMAS = {
  status: nothing,
  list: nothing,
  info: targets,
  restore,
  /** Cancels the restore or launch of this caller, even while it waits; without a caller, the running one. */
  cancel: v.strictObject({ caller: v.optional(caller) }),
  /** Starts new apps, all or nothing; running instances with the same spec are kept. */
  launch: v.strictObject({
    instances: v.array(instanceSpecSchema),
    settings: settingsSpecSchema,
    env: environment,
    caller,
    programs: v.array(program),
    /** Given names may be taken from other apps, which are ended. */
    replace: v.boolean(),
  }),
  /** Starts stopped instances. */
  start: targets,
  stop: targets,
  /** `env`: the caller's variables, which replace the inherited ones; env files are read again, too. */
  restart: v.strictObject({ targets: v.array(specText), env: v.nullable(environment) }),
  /** Restarts one instance at a time, each ready before the next; stops at the first failure. */
  reload: v.strictObject({ targets: v.array(specText), env: v.nullable(environment) }),
  remove: targets,
  /** Clears the restart counters. */
  reset: targets,
  signal: v.strictObject({ targets: v.array(specText), signal: specText }),
  scale: v.strictObject({ name: specText, instances: v.pipe(count, v.maxValue(MAX_INSTANCES)) }),
  adjust: v.strictObject({
    target: specText,
    name: v.nullable(specText),
    argv: v.nullable(argv),
  }),
  save: nothing,
  /**
   * Ends the daemon; with `keepApps` the apps keep running and the next daemon adopts them. `restart`: someone will
   * take its place at once. Not strict: whatever a later version adds, this daemon must be able to make way for it.
   */
  shutdown: v.object({ keepApps: v.boolean(), restart: v.optional(v.boolean()) }),
  /** Stops everything and forgets every instance; keeps snapshots and logs. */
  wipe: nothing,
} satisfies Record<string, v.GenericSchema>;

export type Intent = keyof typeof REQUEST_SCHEMAS;
export type Requests = { [I in Intent]: v.InferOutput<(typeof REQUEST_SCHEMAS)[I]> };
export type RestoreRequest = Requests['restore'];
export type RestoreSource = RestoreRequest['source'];
export type StartedProgram = v.InferOutput<typeof program>;
export type Caller = v.InferOutput<typeof caller>;

/** Whether this daemon knows the intent. */
export function isIntent(name: string): name is Intent {
  return Object.hasOwn(REQUEST_SCHEMAS, name);
}

/**
 * Parses the body of a request; an empty one counts as `{}`.
 *
 * @throws OpmError BAD_REQUEST that names the first problem and its path
 */
export function parseRequest<I extends Intent>(intent: I, body: string): Requests[I] {
  let json: unknown;
  try {
    json = body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw badRequest(intent, 'it is not JSON', error);
  }
  // The first problem only: a huge list of invalid items would otherwise fill the memory with problems.
  const parsed = v.safeParse<v.GenericSchema>(REQUEST_SCHEMAS[intent], json, { abortEarly: true });
  if (parsed.success) return parsed.output as Requests[I];
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw badRequest(intent, path === null ? issue.message : `"${path}": ${issue.message}`);
}
