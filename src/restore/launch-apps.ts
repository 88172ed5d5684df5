import { EXIT } from '../errors.ts';
import type { Intents } from '../protocol/intents.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { reportOf } from './build-report.ts';
import { existingInstances } from './existing-instances.ts';
import { makePlan, planEvent } from './plan.ts';
import { carryOut, NOTHING_DONE } from './transaction.ts';

/** Starts new apps as one transaction, without plugins: those belong to restores. */
export async function launchApps(
  fleet: Fleet,
  request: Intents['launch']['request'],
  { cancelled, emit }: { cancelled: AbortSignal; emit: (event: RestoreEvent) => void },
): Promise<Intents['launch']['result']> {
  const begunMs = performance.now();
  const plan = makePlan({
    wanted: request.instances.map((spec) => ({ spec, want: 'running', inheritedEnv: request.env })),
    existing: existingInstances(fleet),
    prune: false,
  });
  emit(planEvent(plan));
  const known = fleet.journal.state.context;
  const context = {
    source: known?.source ?? { kind: 'ledger' as const, path: null },
    plugins: known?.plugins ?? [],
    settings: request.settings,
  };
  const result = plan.every(({ kind }) => kind === 'keep')
    ? NOTHING_DONE
    : await carryOut(fleet, plan, context, {
        keepGoing: false,
        timeoutMs: request.settings.timeoutMs,
        cancelled,
        emit,
      });
  const durationMs = Math.round(performance.now() - begunMs);
  const report = reportOf({ fleet, plan, result, outcome: result.outcome, hooks: [], durationMs });
  if (result.outcome === 'committed') return { report, exitCode: EXIT.ok };
  return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
}
