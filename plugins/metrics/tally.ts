import * as v from 'valibot';
import type { ExitedProcess, Json, RestoreReport } from '../../src/plugin.ts';

/** How a restore can end. */
export const OUTCOMES = ['committed', 'rolled-back', 'partial'] as const;

/** What a restore can do with an instance. */
export const ACTIONS = ['started', 'replaced', 'kept', 'stopped', 'failed'] as const;

/** How a process can end: exit code 0, another one, by a signal, or while nobody watched. */
export const RESULTS = ['success', 'failure', 'signal', 'unknown'] as const;

/** Apps that no longer fit into the state are counted together under this name. */
export const OTHER_APPS = '_other';

const count = v.pipe(v.number(), v.minValue(0));

/** All counters, kept in `ctx.state`. State that does not match this schema is reset. */
const tally = v.fallback(
  v.object({
    /** Restores by outcome, in the order of `OUTCOMES`. */
    restores: v.tuple([count, count, count]),
    last: v.nullable(
      v.object({
        outcome: v.string(),
        atMs: count,
        durationMs: count,
        /** In the order of `ACTIONS`. */
        instances: v.tuple([count, count, count, count, count]),
        /** Plugin, hook, milliseconds, 1 if it succeeded. */
        hooks: v.array(v.tuple([v.string(), v.string(), count, count])),
      }),
    ),
    /** Name, starts, and exits in the order of `RESULTS`. */
    apps: v.array(v.tuple([v.string(), count, count, count, count, count])),
  }),
  () => ({ restores: [0, 0, 0] as [number, number, number], last: null, apps: [] }),
);

export type Tally = v.InferOutput<typeof tally>;

type AppRow = Tally['apps'][number];

/** OPM stores 64 KiB per plugin, and the last restore needs space too. */
const MOST_APP_BYTES = 48 * 1024;
const MOST_HOOKS = 100;

/** Five numbers, commas, quotes and brackets. */
const BYTES_BESIDE_NAME = 40;

export function readTally(state: Record<string, Json>): Tally {
  return v.parse(tally, state);
}

export function countRestore(tally: Tally, report: RestoreReport, nowMs: number): void {
  const { outcome, durationMs, hooks } = report;
  const index = (OUTCOMES as readonly string[]).indexOf(outcome);
  if (index >= 0) tally.restores[index]! += 1;
  tally.last = {
    outcome,
    atMs: nowMs,
    durationMs,
    instances: ACTIONS.map((action) => report[action].length) as NonNullable<Tally['last']>['instances'],
    hooks: hooks.slice(0, MOST_HOOKS).map(({ plugin, hook, ms, ok }) => [plugin, hook, ms, ok ? 1 : 0]),
  };
}

export function countStart(tally: Tally, app: string): void {
  rowOf(tally, app)[1] += 1;
}

export function countExit(tally: Tally, { name, exitCode, signal }: ExitedProcess): void {
  const row = rowOf(tally, name);
  if (exitCode === 0) row[2] += 1;
  else if (exitCode !== null) row[3] += 1;
  else if (signal !== null) row[4] += 1;
  else row[5] += 1;
}

function rowOf(tally: Tally, app: string): AppRow {
  const known = tally.apps.find(([name]) => name === app);
  if (known !== undefined) return known;
  const bytes = tally.apps.reduce((sum, [name]) => sum + bytesOf(name), bytesOf(app));
  if (bytes > MOST_APP_BYTES && app !== OTHER_APPS) return rowOf(tally, OTHER_APPS);
  const row: AppRow = [app, 0, 0, 0, 0, 0];
  tally.apps.push(row);
  return row;
}

function bytesOf(name: string): number {
  return Buffer.byteLength(name) + BYTES_BESIDE_NAME;
}
