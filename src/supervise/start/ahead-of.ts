import type { Journal } from '../../ledger/journal.ts';
import type { Machine } from '../machine.ts';
import type { Ahead } from '../preflight/ahead.ts';
import { readyEndpoints } from '../readiness/ready-endpoints.ts';
import { TOKEN_VARIABLE } from '../stop/bearer-walk.ts';

/** By the time of the start, the processes of these instances have ended. */
export function aheadOf(
  { journal, machine }: { journal: Journal; machine: Pick<Machine, 'table'> },
  ids: Iterable<number>,
): Ahead {
  const tokens = new Set<string>();
  const freedPorts = new Set<number>();
  for (const id of ids) {
    const instance = journal.state.instances.get(id);
    if (instance?.claim == null) continue;
    tokens.add(instance.claim.token);
    if (instance.spec.port !== undefined) freedPorts.add(instance.spec.port);
    for (const endpoint of readyEndpoints(instance.spec.ready)) {
      if ('port' in endpoint) freedPorts.add(endpoint.port);
    }
  }
  return {
    willEnd: (pid) => tokens.has(machine.table.environmentValue(pid, TOKEN_VARIABLE) ?? ''),
    freedPorts,
  };
}
