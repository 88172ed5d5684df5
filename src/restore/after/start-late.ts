import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { exitBecause } from '../../supervise/outcome.ts';

/**
 * From here on, the restart policy applies to what a transaction could not start, as if it had just crashed. What
 * depends on others of these waits until they are ready.
 *
 * @param ids instances that are wanted and do not run; those whose policy is `never`, or has already acted, are left
 * out
 */
export function startLate({ supervisor, journal }: Fleet, ids: Iterable<number>): void {
  const late = [...new Set(ids)].flatMap((id) => {
    const instance = journal.state.instances.get(id);
    const isLate =
      instance !== undefined &&
      instance.want === 'running' &&
      instance.spec.restart.policy !== 'never' &&
      ['errored', 'stopped'].includes(supervisor.get(id).status);
    return isLate ? [instance] : [];
  });
  // Otherwise the next daemon would leave them as they are.
  journal.record(late.map(({ id }) => ({ op: 'want', id, want: 'running' })));
  for (const instance of late) {
    const needs = instance.spec.dependsOn.filter((name) => late.some(({ spec }) => spec.name === name));
    if (needs.length === 0) supervisor.resume(instance.id, exitBecause(whyNot(instance)));
    else {
      const others = late.filter(({ spec }) => needs.includes(spec.name)).map(({ id }) => id);
      supervisor.startAfter(instance.id, others, `waits for ${needs.map((name) => `"${name}"`).join(', ')}`);
    }
  }
}

function whyNot({ lastExit }: LedgerInstance): string {
  return lastExit?.reason ?? 'it could not be started';
}
