import { isDeepStrictEqual } from 'node:util';
import type { Fact } from '../ledger/facts.ts';
import type { FailedEntry, RestoreEvent } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import type { PlanStep } from './plan.ts';

/** The kept instances that have a process, or will have one in a moment: they count as kept once they are ready. */
export function keptIds({ supervisor }: Fleet, plan: PlanStep[]): number[] {
  return plan.flatMap((step) =>
    step.kind === 'keep' && supervisor.get(step.id).alive !== null ? [step.id] : [],
  );
}

/** Records the current config of kept instances, as far as it takes no new process. */
export function renewKept({ journal }: Fleet, plan: PlanStep[]): void {
  const facts = plan.flatMap((step): Fact[] => {
    if (step.kind !== 'keep' || step.renewed === undefined) return [];
    const instance = journal.state.instances.get(step.id);
    if (instance === undefined || isDeepStrictEqual(instance.spec, step.renewed)) return [];
    return [{ op: 'restate', instance: { ...instance, spec: step.renewed } }];
  });
  if (facts.length > 0) journal.record(facts);
}

/** Whether nothing has to be waited for. */
export function areOnline({ supervisor }: Fleet, ids: number[]): boolean {
  return ids.every((id) => supervisor.get(id).status === 'online');
}

/**
 * Waits until what is kept is ready. Its own restart policy still applies: a crash is not the restore's to undo, but an
 * instance that does not come up is not kept.
 *
 * @returns those that did not become ready
 */
export async function awaitKept(
  fleet: Fleet,
  ids: number[],
  { signal, emit }: { signal: AbortSignal; emit: (event: RestoreEvent) => void },
): Promise<(FailedEntry & { id: number })[]> {
  const { supervisor, journal } = fleet;
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const waits = ids.map(async (id) => {
    const { name, instance } = journal.state.instances.get(id)!.spec;
    const outcome = await Promise.race([supervisor.start(id), aborted]);
    if (outcome === null) return [];
    const step = { kind: 'step', id, name, instance, pid: outcome.pid, ms: null } as const;
    if (outcome.ok) {
      emit({ ...step, status: 'kept' });
      return [];
    }
    const reason = outcome.reason ?? 'it is not ready';
    emit({ ...step, status: 'failed', reason });
    return [{ id, name, instance, reason, log: outcome.log }];
  });
  return (await Promise.all(waits)).flat();
}
