/**
 * The shape that facts need to have, as far as whoever folds them relies on it. A line whose checksum is right can still
 * be one that no version has written: it counts as damaged, so that a ledger never ends whoever reads it.
 *
 * By hand, since a ledger may have hundreds of thousands of lines, and is read by commands that load no schemas.
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

function object(fields: Record<string, Check>): Check {
  const entries = Object.entries(fields);
  return (value) =>
    record(value) && entries.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

const identity = object({ bootId: text, pidNamespace: text, pid: count, startTicks: count });
const spec = object({
  ...{ name: text, instance: count, argv: list(text), cwd: text, env: texts, dependsOn: list(text) },
  ...{ restart: record, stop: record, logs: object({ out: text, err: text }) },
});
const claim = { token: text, identity, logOffsets: object({ out: count, err: count }) };
const instance = object({
  ...{ id: count, spec, env: orNull(text), pluginEnv: list(text), want: text, restarts: count },
  ...{ intent: orNull(object({ token: text, pidNamespace: text })), claim: orNull(object(claim)) },
  ...{ stopping: orNull(text), lastExit: orNull(record), settled: orNull(text) },
});
const owner = object({ bootId: text, pidNamespace: text });
const steps = object({ define: list(count), start: list(count), replace: list(count), stop: list(count) });
const before: Check = (value) =>
  record(value) && Object.values(value as object).every(orNull(object({ spec })));
const openRestore = object({ id: text, context: record, steps, before });

const SHAPES: Readonly<Record<string, Check>> = {
  base: object({
    ...{ nextId: count, context: orNull(record), restore: orNull(openRestore), owners: list(owner) },
    ...{ due: optional(orNull(object({ restore: text }))), loss: optional(orNull(object({ bootId: text }))) },
  }),
  restate: object({ instance }),
  open: object({ version: count, owner: identity }),
  close: anything,
  env: object({ key: text, vars: texts }),
  define: object({ id: count, spec, env: orNull(text), pluginEnv: list(text) }),
  forget: object({ id: count }),
  want: object({ id: count, want: text }),
  begin: object({ restore: text, context: record, steps }),
  commit: object({ restore: text }),
  rollback: object({ restore: text, phase: text }),
  hooks: object({ restore: text, plugins: list(anything), view: record }),
  told: object({ restore: text }),
  intent: object({ id: count, token: text }),
  claim: object({ id: count, ...claim }),
  online: object({ id: count, token: text }),
  stop: object({ id: count, afterwards: text }),
  release: object({ id: count, token: text, exit: record, settled: orNull(text) }),
};

/** Whether it can be folded. A fact of a kind that this version does not know can: it changes nothing. */
export function hasFactShape(fact: { op: string }): boolean {
  return Object.hasOwn(SHAPES, fact.op) ? SHAPES[fact.op]!(fact) : true;
}
