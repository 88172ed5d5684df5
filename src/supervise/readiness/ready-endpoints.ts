import { isIP } from 'node:net';
import type { ReadySpec } from '../../config/instance/instance-spec.ts';
import type { Endpoint } from '../../runtime/proc/process-table.ts';
import { parseTarget } from './ready-http.ts';
import { addressesOf } from './ready-tcp.ts';

/**
 * Where an app's own listener has to answer before it is ready, as far as that is known without asking for names. Nothing
 * for checks that anybody's answer passes.
 */
export function readyEndpoints(ready: ReadySpec | undefined): Endpoint[] {
  if (ready === undefined || (ready.kind !== 'tcp' && ready.kind !== 'http')) return [];
  if (ready.listener === 'any') return [];
  if (ready.kind === 'tcp') return literal(addressesOf(ready.host), ready.port);
  try {
    return parseTarget(ready.url).endpoints.flatMap(({ socketPath, host, port }) =>
      socketPath != null ? [{ path: socketPath }] : literal([host ?? ''], Number(port)),
    );
  } catch {
    return []; // The check itself says what is wrong with it.
  }
}

function literal(addresses: string[], port: number): Endpoint[] {
  return addresses.filter((address) => isIP(address) !== 0).map((address) => ({ address, port }));
}
