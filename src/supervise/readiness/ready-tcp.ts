import { connect, isIP } from 'node:net';
import { messageOf, systemErrorCode } from '../../errors.ts';
import type { Endpoint } from '../../runtime/proc/process-table.ts';
import type { Deadlines } from '../deadlines.ts';
import {
  type CheckEvents,
  type ReadyCheck,
  type RetryPace,
  retryUntilPassed,
  tryTimeoutFor,
} from './ready-check.ts';

/** An app that is ready after a second is noticed within 50 ms. */
export const NETWORK_PACE: RetryPace = { firstMs: 5, longMs: 50, longestMs: 250 };

/** Passes once a connection to a TCP port is accepted. The connection is closed again at once. */
export function startTcpCheck(
  options: {
    host: string;
    port: number;
    timeoutMs: number;
    deadlines: Deadlines;
    stranger?: StrangerAt | undefined;
  },
  events: CheckEvents,
): ReadyCheck {
  const { host, port, deadlines } = options;
  const addresses = addressesOf(host);
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  let tries = 0;
  return retryUntilPassed(
    {
      attempt(done) {
        const address = addresses[tries++ % addresses.length]!;
        const socket = connect({ host: address, port });
        socket.once('connect', () => {
          const answered = isIP(address) === 0 ? socket.remoteAddress : address;
          socket.destroy();
          const endpoint = answered === undefined ? null : { address: answered, port };
          done(strangerProblem(where, endpoint, options.stranger));
        });
        socket.on('error', (error) => done(connectProblem(where, error)));
        return () => socket.destroy();
      },
      pace: NETWORK_PACE,
      tryTimeoutMs: tryTimeoutFor(options.timeoutMs),
      tookTooLong: `${where} does not answer`,
      pending: `${where} has not answered yet`,
      deadlines,
    },
    events,
  );
}

/**
 * The addresses to try for a host, one after the other. `localhost` is resolved here because apps listen on one of
 * the two, and because a lookup would cost a turn through the thread pool at every try.
 */
export function addressesOf(host: string): string[] {
  return host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
}

/** Who else answers at an address, in words; `null`: nobody else, as far as can be determined. */
export type StrangerAt = (endpoint: Endpoint) => string | null;

/** Why an answer does not count, or `null`: it does. */
export function strangerProblem(
  where: string,
  endpoint: Endpoint | null,
  stranger: StrangerAt | undefined,
): string | null {
  const who = endpoint === null ? null : (stranger?.(endpoint) ?? null);
  if (who === null) return null;
  return `${where} is answered by ${who}, which does not belong to the app (ready.listener: "any" would accept it)`;
}

/** What a failed connection says about the app. */
export function connectProblem(where: string, error: unknown): string {
  const code = systemErrorCode(error);
  return code === 'ECONNREFUSED' || code === 'ENOENT'
    ? `nothing accepts connections on ${where} (${code})`
    : `cannot connect to ${where} (${code ?? messageOf(error)})`;
}
