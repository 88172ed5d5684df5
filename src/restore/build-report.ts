import type { HookRecord, ReportEntry, RestoredFrom, RestoreReport } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { keyOf, type PlanStep, specOf } from './plan.ts';
import type { TransactionResult } from './transaction/transaction.ts';

/** Builds the report that `opm restore --json` prints. A planned restore lists what would be done. */
export function reportOf(options: {
  fleet: Fleet;
  plan: PlanStep[];
  result: Pick<TransactionResult, 'started' | 'stopped' | 'failed' | 'warnings' | 'reason' | 'notPutBack'>;
  outcome: RestoreReport['outcome'];
  source?: RestoredFrom;
  hooks: HookRecord[];
  durationMs: number;
}): RestoreReport {
  const { plan, result, outcome, source } = options;
  const isPlanned = outcome === 'planned';
  const entries = (kind: PlanStep['kind']) =>
    plan.filter((step) => step.kind === kind).map((step) => entryOf(options.fleet, step));
  const replaced = new Map(entries('replace').map((entry) => [keyOf(entry), entry]));
  const withChange = (entry: ReportEntry): ReportEntry => {
    const change = replaced.get(keyOf(entry))?.change;
    return change === undefined ? entry : { ...entry, change };
  };
  const failedKeys = new Set(isPlanned ? [] : result.failed.map(keyOf));
  return {
    outcome,
    ...(source === undefined ? {} : { source }),
    started: isPlanned ? entries('start') : result.started.filter((entry) => !replaced.has(keyOf(entry))),
    replaced: isPlanned
      ? entries('replace')
      : result.started.filter((entry) => replaced.has(keyOf(entry))).map(withChange),
    kept: [...entries('keep'), ...entries('define')].filter((entry) => !failedKeys.has(keyOf(entry))),
    stopped: isPlanned ? entries('stop') : result.stopped,
    failed: result.failed,
    hooks: options.hooks,
    durationMs: options.durationMs,
    reason: result.reason,
    warnings: result.warnings,
    ...(result.notPutBack === undefined ? {} : { notPutBack: result.notPutBack }),
  };
}

function entryOf({ supervisor, journal }: Fleet, step: PlanStep): ReportEntry {
  const { name, instance } = specOf(step);
  const id = step.kind === 'define' ? null : step.id;
  const known = id !== null && journal.state.instances.has(id);
  return {
    id,
    name,
    instance,
    pid: known ? (supervisor.get(id).alive?.identity.pid ?? null) : null,
    ms: null,
    ...(step.kind === 'replace' && step.change !== null ? { change: step.change } : {}),
  };
}
