import { EXIT } from '../../errors.ts';
import type { Intents } from '../../protocol/intents.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { reportOf } from '../build-report.ts';
import { checkPlan, type RefusedStep, refusalReason, stopsSomething } from '../check-plan.ts';
import { existingInstances } from '../existing-instances.ts';
import { areOnline, keptIds, renewKept } from '../kept.ts';
import { makePlan, planEvent } from '../plan.ts';
import { carryOut, NOTHING_DONE, type TransactionResult } from '../transaction/transaction.ts';
import { settlePrograms } from './settle-programs.ts';

/** Starts new apps as one transaction, without plugins: plugins belong to restores. */
export async function launchApps(
  fleet: Fleet,
  request: Intents['launch']['request'],
  { cancelled, emit }: { cancelled: AbortSignal; emit: (event: RestoreEvent) => void },
): Promise<Intents['launch']['result']> {
  const begunMs = performance.now();
  const existing = existingInstances(fleet);
  const { instances, warnings } = settlePrograms(request, existing);
  for (const message of warnings) emit({ kind: 'warning', message });
  const links = fleet.machine.newLinks();
  const linked = await Promise.all(instances.map((spec) => links.relink(spec)));
  const plan = makePlan({
    wanted: linked.map((spec) => ({ spec, want: 'running', inheritedEnv: request.env })),
    existing,
    prune: false,
  });
  const refused = stopsSomething(plan) ? await checkPlan(fleet, plan, {}) : [];
  if (refused.length === 0) emit(planEvent(plan));
  const known = fleet.journal.state.context;
  const context = {
    source: known?.source ?? { kind: 'ledger' as const, path: null },
    plugins: known?.plugins ?? [],
    settings: request.settings,
  };
  const kept = keptIds(fleet, plan);
  const result =
    refused.length > 0
      ? notBegun(refused)
      : plan.every(({ kind }) => kind === 'keep') && areOnline(fleet, kept)
        ? NOTHING_DONE
        : await carryOut(fleet, plan, context, {
            keepGoing: false,
            timeoutMs: request.settings.timeoutMs,
            ...{ cancelled, emit, kept },
          });
  if (result.outcome === 'committed') renewKept(fleet, plan);
  const durationMs = Math.round(performance.now() - begunMs);
  const told = { ...result, warnings: [...warnings, ...result.warnings] };
  const report = reportOf({ fleet, plan, result: told, outcome: result.outcome, hooks: [], durationMs });
  if (result.outcome === 'committed') return { report, exitCode: EXIT.ok };
  return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
}

/** Part of it is known to be impossible. */
function notBegun(refused: RefusedStep[]): TransactionResult {
  const failed = refused.map(({ failure }) => failure);
  return { ...NOTHING_DONE, outcome: 'rolled-back', failed, reason: refusalReason(refused) };
}
