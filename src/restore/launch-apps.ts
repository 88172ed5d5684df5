import { EXIT } from '../errors.ts';
import type { Intents } from '../protocol/intents.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import { reportOf } from './build-report.ts';
import { existingInstances } from './existing-instances.ts';
import { makePlan, planEvent } from './plan.ts';
import { carryOut, NOTHING_DONE } from './transaction.ts';

/** Starts new apps as one transaction, without plugins: those belong to restores. */
export async function launchApps(
  supervisor: Supervisor,
  request: Intents['launch']['request'],
  { cancelled, emit }: { cancelled: AbortSignal; emit: (event: RestoreEvent) => void },
): Promise<Intents['launch']['result']> {
  const begunMs = performance.now();
  const plan = makePlan({
    wanted: request.instances.map((spec) => ({ spec, want: 'running', inheritedEnv: request.env })),
    existing: existingInstances(supervisor),
    prune: false,
  });
  emit(planEvent(plan));
  const known = supervisor.journal.state.context;
  const context = {
    source: known?.source ?? { kind: 'ledger' as const, path: null },
    plugins: known?.plugins ?? [],
    settings: request.settings,
  };
  const result = plan.every(({ kind }) => kind === 'keep')
    ? NOTHING_DONE
    : await carryOut(supervisor, plan, context, {
        keepGoing: false,
        timeoutMs: request.settings.timeoutMs,
        cancelled,
        emit,
      });
  const durationMs = Math.round(performance.now() - begunMs);
  const report = reportOf({ supervisor, plan, result, outcome: result.outcome, hooks: [], durationMs });
  if (result.outcome === 'committed') return { report, exitCode: EXIT.ok };
  return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
}
