import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../../runtime/proc/process-table.ts';

/** Whether a connection to an endpoint stays on this machine, where the listener can be determined. */
export function isOfThisMachine(endpoint: Endpoint): boolean {
  if ('path' in endpoint) return true;
  const plain = endpoint.address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (/^127\./.test(plain) || ['::1', '0.0.0.0', '::'].includes(plain)) return true;
  return Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === plain));
}
