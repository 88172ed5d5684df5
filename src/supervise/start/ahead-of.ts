import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Journal } from '../../ledger/journal.ts';
import { TOKEN_VARIABLE } from '../kin/bearer-walk.ts';
import { type Origin, tokenOrigins } from '../kin/token-origins.ts';
import type { Machine } from '../machine.ts';
import type { Ahead } from '../preflight/ahead.ts';
import { readyEndpoints } from '../readiness/ready-endpoints.ts';

/** By the time of the start, the processes of these instances will have exited. */
export function aheadOf(
  { journal, machine }: { journal: Journal; machine: Pick<Machine, 'table'> },
  ids: Iterable<number>,
): Ahead {
  const ending: LedgerInstance[] = [];
  const freedPorts = new Set<number>();
  for (const id of ids) {
    const instance = journal.state.instances.get(id);
    if (instance?.claim == null) continue;
    ending.push(instance);
    if (instance.spec.port !== undefined) freedPorts.add(instance.spec.port);
    for (const endpoint of readyEndpoints(instance.spec.ready)) {
      if ('port' in endpoint) freedPorts.add(endpoint.port);
    }
  }
  let origins: Map<string, Origin> | null = null;
  return {
    willEnd: (pid) => {
      const { table } = machine;
      const userId = table.userId(pid);
      origins ??= tokenOrigins(ending);
      // The environment of somebody else's process is memory that its owner could make unreadable forever.
      if (userId === null || ![...origins.values()].some(({ users }) => users.has(userId))) return false;
      return origins.get(table.environmentValue(pid, TOKEN_VARIABLE) ?? '')?.users.has(userId) === true;
    },
    freedPorts,
  };
}
