import * as v from 'valibot';
import type { DaemonStatus, InfoEntry, ListEntry, TargetOutcome } from '../../protocol/intents.ts';
import { RESTART_CAUSES } from '../../protocol/restart-cause.ts';
import type { RestoreReport } from '../../protocol/restore-report.ts';
import { CAPABILITIES } from '../../runtime/native/capability.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const nullableCount = v.nullable(count);

export const statusSchema = v.picklist(['starting', 'online', 'backoff', 'stopping', 'stopped', 'errored']);

const listEntries = {
  id: v.pipe(count, v.description('Never reused')),
  name: v.string(),
  instance: v.pipe(count, v.description('0, 1, … among the instances of the app')),
  namespace: v.string(),
  status: statusSchema,
  pid: nullableCount,
  restarts: count,
  uptimeMs: nullableCount,
  cpuPercent: v.pipe(v.nullable(v.number()), v.description('Of all its processes; 100 is one core')),
  memoryBytes: nullableCount,
  exitCode: v.nullable(v.number()),
  adopted: v.pipe(v.boolean(), v.description('An earlier daemon started its process')),
};

/** An instance as in `opm list --json`. */
export const instanceSchema = v.object(listEntries) satisfies v.GenericSchema<unknown, ListEntry>;

const environment = v.record(v.string(), v.string());

/** An instance as in `opm info --json`; values of variables are masked according to the visitor's role. */
export const instanceDetailsSchema = v.object({
  ...listEntries,
  identity: v.nullable(
    v.object({ bootId: v.string(), pidNamespace: v.string(), pid: count, startTicks: count }),
  ),
  command: v.array(v.string()),
  cwd: v.string(),
  logs: v.object({
    out: v.string(),
    err: v.string(),
    rotation: v.optional(
      v.object({
        maxSize: v.optional(count),
        keep: v.optional(count),
        maxAgeMs: v.optional(count),
        compress: v.optional(v.boolean()),
      }),
    ),
  }),
  lastExit: v.nullable(
    v.object({
      code: v.nullable(v.number()),
      signal: v.nullable(v.string()),
      at: v.nullable(v.string()),
      reason: v.nullable(v.string()),
    }),
  ),
  restartsBy: v.pipe(
    v.object(v.entriesFromList(RESTART_CAUSES, count)),
    v.description('How many of the restarts were for which reason'),
  ),
  maxMemoryBytes: nullableCount,
  dependsOn: v.array(v.string()),
  port: v.nullable(count),
  user: v.nullable(v.string()),
  pluginEnv: v.array(v.string()),
  env: environment,
  inheritedEnv: environment,
  wanted: v.picklist(['running', 'stopped']),
}) satisfies v.GenericSchema<unknown, InfoEntry>;

export const daemonSchema = v.object({
  running: v.boolean(),
  pid: nullableCount,
  home: v.string(),
  version: v.string(),
  runtime: v.string(),
  uptimeMs: nullableCount,
  processes: count,
  adopted: count,
  native: v.pipe(
    v.nullable(v.object(v.entriesFromList(CAPABILITIES, v.union([v.literal(true), v.string()])))),
    v.description("Which of the kernel's own means it uses, or why it does without"),
  ),
}) satisfies v.GenericSchema<unknown, DaemonStatus>;

export const outcomeSchema = v.object({
  id: count,
  name: v.string(),
  instance: count,
  ok: v.boolean(),
  status: v.picklist([...statusSchema.options, 'removed']),
  pid: nullableCount,
  message: v.exactOptional(v.string()),
  log: v.exactOptional(v.array(v.string())),
}) satisfies v.GenericSchema<unknown, TargetOutcome>;

/** The result of a command: every instance it affected. `ok` says whether all succeeded. */
export const outcomesSchema = v.object({ ok: v.boolean(), outcomes: v.array(outcomeSchema) });

const reportEntry = v.object({
  id: nullableCount,
  name: v.string(),
  instance: count,
  pid: nullableCount,
  ms: v.nullable(v.number()),
});

export const reportSchema = v.object({
  outcome: v.picklist(['committed', 'rolled-back', 'partial', 'planned']),
  source: v.exactOptional(
    v.object({
      kind: v.picklist(['config', 'snapshot', 'ledger']),
      path: v.nullable(v.string()),
      because: v.nullable(v.string()),
    }),
  ),
  started: v.array(reportEntry),
  replaced: v.array(reportEntry),
  kept: v.array(reportEntry),
  stopped: v.array(reportEntry),
  failed: v.array(
    v.object({ name: v.string(), instance: count, reason: v.string(), log: v.array(v.string()) }),
  ),
  hooks: v.array(
    v.object({
      plugin: v.string(),
      hook: v.string(),
      ok: v.boolean(),
      ms: v.number(),
      message: v.exactOptional(v.string()),
      file: v.exactOptional(v.string()),
      problems: v.exactOptional(v.array(v.object({ message: v.string(), app: v.exactOptional(v.string()) }))),
    }),
  ),
  durationMs: v.number(),
  reason: v.nullable(v.string()),
  warnings: v.array(v.string()),
}) satisfies v.GenericSchema<unknown, RestoreReport>;

export const problemSchema = v.object({
  type: v.pipe(v.string(), v.description('Names the kind of problem: urn:opm:problem:target-unknown')),
  title: v.string(),
  status: count,
  detail: v.string(),
});

/** A whole number in a path or a query. */
export const numberText = v.pipe(v.string(), v.regex(/^[0-9]{1,9}$/), v.transform(Number));

/** Targets as in commands. */
export const targetText = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.description(
    'An id, a name (all its instances), name:instance, several of these separated by commas, or "all"',
  ),
);
