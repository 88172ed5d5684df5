import fc from 'fast-check';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../src/config/schema/settings-schema.ts';
import type { Fact, RestoreContext } from '../../src/ledger/facts.ts';
import type { Identity } from '../../src/runtime/proc/process-table.ts';

export const AT = '2026-01-01T00:00:00.000Z';
export const BOOT = 'boot-a';
export const NAMESPACE = '4026531836';

export function specOf(overrides: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    name: 'api',
    instance: 0,
    namespace: 'default',
    argv: ['sleep', '60'],
    cwd: '/',
    env: {},
    inheritEnv: true,
    dependsOn: [],
    minUptimeMs: 0,
    restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
    stop: { signal: 'SIGTERM', timeoutMs: 1000 },
    logs: { out: '/dev/null', err: '/dev/null' },
    ...overrides,
  };
}

export function identityOf(pid: number, overrides: Partial<Identity> = {}): Identity {
  return { bootId: BOOT, pidNamespace: NAMESPACE, pid, startTicks: pid * 10, ...overrides };
}

export const CONTEXT: RestoreContext = {
  source: { kind: 'config', path: '/opm.config.json' },
  settings: DEFAULT_SETTINGS,
  plugins: [],
};

export function opened(overrides: Partial<Identity> = {}, initOfNamespace = false): Fact {
  return { op: 'open', version: 1, owner: identityOf(1000, overrides), initOfNamespace, at: AT };
}

const id = fc.integer({ min: 0, max: 5 });
const token = fc.constantFrom('t0', 't1', 't2', 't3');
const ids = fc.uniqueArray(id, { maxLength: 4 });
const exit = fc.record({
  code: fc.option(fc.integer({ min: 0, max: 255 }), { nil: null }),
  signal: fc.constantFrom(null, 'SIGTERM'),
  unknown: fc.boolean(),
  reason: fc.constantFrom(null, 'never ready'),
});

/** Any fact, in an order that no daemon would write: the fold must bear it. */
export const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc.constantFrom<Fact>(
    opened(),
    { ...opened(), lost: true } as Fact,
    opened({ bootId: 'boot-b' }),
    opened({ pidNamespace: '77' }, true),
  ),
  fc.constant<Fact>({ op: 'close', at: AT }),
  fc.record({
    op: fc.constant('env' as const),
    key: fc.constantFrom('e1', 'e2'),
    vars: fc.constant({ A: 'b' }),
  }),
  fc.record({
    op: fc.constant('define' as const),
    id,
    spec: fc.constantFrom('a', 'b').map((name) => specOf({ name })),
    env: fc.constantFrom(null, 'e1', 'e2'),
    pluginEnv: fc.constantFrom<string[]>([], ['SECRET']),
  }),
  fc.record({ op: fc.constant('forget' as const), id }),
  fc.record({
    op: fc.constant('want' as const),
    id,
    want: fc.constantFrom('running' as const, 'stopped' as const),
  }),
  fc.record({
    op: fc.constant('begin' as const),
    restore: fc.constantFrom('r1', 'r2'),
    context: fc.constant(CONTEXT),
    steps: fc.record({ define: ids, start: ids, replace: ids, stop: ids }),
    keepGoing: fc.boolean(),
    at: fc.constant(AT),
  }),
  fc.record({
    op: fc.constant('hooks' as const),
    restore: fc.constantFrom('r1', 'r2'),
    plugins: fc.constant(CONTEXT.plugins),
    view: fc.constant({ apps: [] }),
    at: fc.constant(AT),
  }),
  fc.record({ op: fc.constant('told' as const), restore: fc.constantFrom('r1', 'r2') }),
  fc.record({
    op: fc.constant('commit' as const),
    restore: fc.constantFrom('r1', 'r2'),
    at: fc.constant(AT),
  }),
  fc.record({
    op: fc.constant('rollback' as const),
    restore: fc.constantFrom('r1', 'r2'),
    phase: fc.constantFrom('begun' as const, 'restored' as const, 'done' as const),
    reason: fc.constant('because'),
    at: fc.constant(AT),
  }),
  fc.record(
    {
      op: fc.constant('intent' as const),
      ...{ id, token, restart: fc.boolean(), at: fc.constant(AT) },
      userId: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: ['op', 'id', 'token', 'restart', 'at'] },
  ),
  fc.record({
    op: fc.constant('claim' as const),
    id,
    token,
    identity: fc.integer({ min: 2, max: 9 }).map((pid) => identityOf(pid)),
    logOffsets: fc.constant({ out: 0, err: 0 }),
    at: fc.constant(AT),
  }),
  fc.record({ op: fc.constant('online' as const), id, token }),
  fc.record({
    op: fc.constant('stop' as const),
    id,
    afterwards: fc.constantFrom('start' as const, 'stay' as const, 'forget' as const),
    at: fc.constant(AT),
  }),
  fc.record({
    op: fc.constant('release' as const),
    id,
    token,
    exit,
    settled: fc.constantFrom(null, 'stopped' as const, 'errored' as const),
    at: fc.constant(AT),
  }),
);
