import type { Afterwards } from '../ledger/facts.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { dependencyLevels } from './dependency-order.ts';

export interface StopResult {
  id: number;
  ok: boolean;
  reason: string | null;
}

/**
 * Stops instances in the reverse of their start order: dependents end before what they depend on.
 *
 * @param options.certain go on even when the ledger cannot be written
 * @throws OpmError LEDGER_UNWRITABLE (1) unless `certain`
 */
export async function stopInReverseOrder(options: {
  fleet: Fleet;
  ids: number[];
  afterwards: Afterwards;
  certain: boolean;
  emit?: (event: RestoreEvent) => void;
}): Promise<StopResult[]> {
  const { afterwards, certain, emit } = options;
  const { supervisor, journal } = options.fleet;
  const { instances } = journal.state;
  const all = options.ids.flatMap((id) => instances.get(id) ?? []);
  const results: StopResult[] = [];
  for (const level of dependencyLevels(all.map(({ spec }) => spec)).reverse()) {
    const names = new Set(level);
    const stops = all
      .filter(({ spec }) => names.has(spec.name))
      .map(async ({ id, spec: { name, instance } }) => {
        const step = { kind: 'step', id, name, instance, pid: null, ms: null } as const;
        emit?.({ ...step, status: 'stopping' });
        const outcome = await supervisor.stop(id, afterwards, { certain });
        if (outcome.ok) emit?.({ ...step, status: 'stopped' });
        if (outcome.ok && outcome.reason !== null) {
          emit?.({ kind: 'warning', message: `"${name}" ${outcome.reason}` });
        }
        results.push({ id, ...outcome });
      });
    await Promise.all(stops);
  }
  return results;
}
