import type { FailedEntry } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { aheadOf } from '../supervise/start/ahead-of.ts';
import { foreseeStart } from '../supervise/start/foresee-start.ts';
import { withDependents } from './dependency-order.ts';
import { type PlanStep, specOf } from './plan.ts';

/** A step that cannot be carried out, with the reason. */
export interface RefusedStep {
  step: PlanStep;
  failure: FailedEntry;
}

/**
 * The known obstacles to a plan before any of it is done: no running process is stopped for a start that must fail.
 * Changes nothing.
 *
 * @param pluginEnv what plugins give each app; `null`: they have not been asked yet, so that a command that is not
 * found may still be found with their `PATH`
 */
export async function checkPlan(
  fleet: Fleet,
  plan: PlanStep[],
  pluginEnv: Record<string, Record<string, string>> | null,
): Promise<RefusedStep[]> {
  const ids = plan.flatMap((step) => (step.kind === 'replace' || step.kind === 'stop' ? [step.id] : []));
  const ahead = aheadOf(fleet, ids);
  const preflight = fleet.machine.newPreflight();
  const later = madeByJobs(plan);
  const checks = plan.map(async (step): Promise<RefusedStep[]> => {
    if (step.kind !== 'start' && step.kind !== 'replace') return [];
    const { spec, inheritedEnv: callerEnv } = step.wanted;
    if (later.has(spec.name)) return [];
    const vars = pluginEnv?.[spec.name] ?? {};
    const instance = { spec, pluginEnv: Object.keys(vars) };
    const found = await foreseeStart({
      ...{ instance, callerEnv, preflight, ahead },
      pluginEnv: async () => vars,
    });
    if (found === null || (pluginEnv === null && found.code === 'COMMAND_UNUSABLE')) return [];
    const { reason } = found;
    return [{ step, failure: { name: spec.name, instance: spec.instance, reason, log: [] } }];
  });
  return (await Promise.all(checks)).flat();
}

/** Whether a plan ends something that runs. */
export function stopsSomething(plan: PlanStep[]): boolean {
  return plan.some(({ kind }) => kind === 'replace' || kind === 'stop');
}

/** Why a plan is not begun, in a sentence. */
export function refusalReason(refused: RefusedStep[]): string {
  const [first, ...more] = refused;
  const others = more.length === 0 ? '' : `, and ${more.length} more cannot be started either`;
  return `nothing was stopped or started: ${first?.failure.reason ?? ''}${others}`;
}

/** Apps that wait for a job of this plan: the job may create what they need. */
function madeByJobs(plan: PlanStep[]): Set<string> {
  const started = plan.filter(({ kind }) => kind === 'start' || kind === 'replace').map(specOf);
  const jobs = started.filter(({ restart }) => restart.policy !== 'always').map(({ name }) => name);
  const dependents = withDependents(jobs, started);
  for (const job of jobs) dependents.delete(job);
  return dependents;
}
