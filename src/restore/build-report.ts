import type { HookRecord, ReportEntry, RestoredFrom, RestoreReport } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { keyOf, type PlanStep, specOf } from './plan.ts';
import type { TransactionResult } from './transaction.ts';

/** Builds the report that `opm restore --json` prints. A planned restore lists what would be done. */
export function reportOf(options: {
  fleet: Fleet;
  plan: PlanStep[];
  result: Pick<TransactionResult, 'started' | 'stopped' | 'failed' | 'warnings' | 'reason'>;
  outcome: RestoreReport['outcome'];
  source?: RestoredFrom;
  hooks: HookRecord[];
  durationMs: number;
}): RestoreReport {
  const { plan, result, outcome, source } = options;
  const isPlanned = outcome === 'planned';
  const entries = (kind: PlanStep['kind']) =>
    plan.filter((step) => step.kind === kind).map((step) => entryOf(options.fleet, step));
  const replacedKeys = new Set(entries('replace').map(keyOf));
  const failedKeys = new Set(isPlanned ? [] : result.failed.map(keyOf));
  return {
    outcome,
    ...(source === undefined ? {} : { source }),
    started: isPlanned ? entries('start') : result.started.filter((entry) => !replacedKeys.has(keyOf(entry))),
    replaced: isPlanned
      ? entries('replace')
      : result.started.filter((entry) => replacedKeys.has(keyOf(entry))),
    kept: [...entries('keep'), ...entries('define')].filter((entry) => !failedKeys.has(keyOf(entry))),
    stopped: isPlanned ? entries('stop') : result.stopped,
    failed: result.failed,
    hooks: options.hooks,
    durationMs: options.durationMs,
    reason: result.reason,
    warnings: result.warnings,
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
  };
}
