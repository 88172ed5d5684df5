import type { InstanceSpec } from '../config/instance/instance-spec.ts';
import type { Identity } from '../runtime/proc/process-table.ts';
import type { Claim, Fact, HooksDue, LedgerInstance, OpenRestore, Owner, RestoreSteps } from './facts.ts';

/**
 * The shape of facts, as far as folding relies on it. A line whose checksum is right can still be one that no version
 * has written: it counts as damaged, so that a ledger never crashes its reader.
 *
 * By hand, since a ledger may have hundreds of thousands of lines, and is read by commands that load no schemas. The
 * compiler knows that each kind of fact has a shape, and that its fields exist.
 */
type Check = (value: unknown) => boolean;

const anything: Check = () => true;
const text: Check = (value) => typeof value === 'string';
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const record: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const list =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const texts: Check = (value) => record(value) && Object.values(value as object).every(text);

/** Some fields of a shape; more may be there. */
function object<Shape>(fields: { [Key in keyof Shape]?: Check }): Check {
  const entries = Object.entries<Check | undefined>(fields);
  return (value) =>
    record(value) && entries.every(([name, check]) => check!((value as Record<string, unknown>)[name]));
}

const identity = object<Identity>({ bootId: text, pidNamespace: text, pid: count, startTicks: count });
const spec = object<InstanceSpec>({
  name: text,
  instance: count,
  argv: list(text),
  cwd: text,
  env: texts,
  dependsOn: list(text),
  restart: record,
  stop: record,
  logs: object<InstanceSpec['logs']>({ out: text, err: text }),
});
const logOffsets = object<Claim['logOffsets']>({ out: count, err: count });
const instance = object<LedgerInstance>({
  id: count,
  spec,
  env: orNull(text),
  pluginEnv: list(text),
  want: text,
  restarts: count,
  intent: orNull(object<NonNullable<LedgerInstance['intent']>>({ token: text, pidNamespace: text })),
  claim: orNull(object<Claim>({ token: text, identity, logOffsets })),
  stopping: orNull(text),
  lastExit: orNull(record),
  settled: orNull(text),
});
const owner = object<Owner>({ bootId: text, pidNamespace: text });
const steps = object<RestoreSteps>({
  define: list(count),
  start: list(count),
  replace: list(count),
  stop: list(count),
});
const before: Check = (value) =>
  record(value) &&
  Object.values(value as object).every(orNull(object<NonNullable<OpenRestore['before'][number]>>({ spec })));
const openRestore = object<OpenRestore>({ id: text, context: record, steps, before });

type FactOf<Op extends Fact['op']> = Extract<Fact, { op: Op }>;

const SHAPES: { readonly [Op in Fact['op']]: Check } = {
  base: object<FactOf<'base'>>({
    nextId: count,
    context: orNull(record),
    restore: orNull(openRestore),
    owners: list(owner),
    due: optional(orNull(object<HooksDue>({ restore: text }))),
    loss: optional(orNull(object<NonNullable<FactOf<'base'>['loss']>>({ bootId: text }))),
  }),
  restate: object<FactOf<'restate'>>({ instance }),
  open: object<FactOf<'open'>>({ version: count, owner: identity }),
  close: anything,
  env: object<FactOf<'env'>>({ key: text, vars: texts }),
  define: object<FactOf<'define'>>({ id: count, spec, env: orNull(text), pluginEnv: list(text) }),
  forget: object<FactOf<'forget'>>({ id: count }),
  want: object<FactOf<'want'>>({ id: count, want: text }),
  begin: object<FactOf<'begin'>>({ restore: text, context: record, steps }),
  commit: object<FactOf<'commit'>>({ restore: text }),
  rollback: object<FactOf<'rollback'>>({ restore: text, phase: text }),
  hooks: object<FactOf<'hooks'>>({ restore: text, plugins: list(anything), view: record }),
  told: object<FactOf<'told'>>({ restore: text }),
  intent: object<FactOf<'intent'>>({ id: count, token: text }),
  claim: object<FactOf<'claim'>>({ id: count, token: text, identity, logOffsets }),
  online: object<FactOf<'online'>>({ id: count, token: text }),
  stop: object<FactOf<'stop'>>({ id: count, afterwards: text }),
  release: object<FactOf<'release'>>({ id: count, token: text, exit: record, settled: orNull(text) }),
};

/** Whether it can be folded. A fact of a kind that this version does not know can: it changes nothing. */
export function hasFactShape(fact: { op: string }): boolean {
  return Object.hasOwn(SHAPES, fact.op) ? SHAPES[fact.op as Fact['op']](fact) : true;
}
