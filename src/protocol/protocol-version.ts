import type { Intent } from './intents.ts';

/**
 * Raised whenever a request, an event or a result changes in a way that the other side would not understand. Both
 * sides send it with every message and report a mismatch.
 */
export const PROTOCOL_VERSION = 2;

/** Header with the protocol version, on requests and answers. */
export const PROTOCOL_HEADER = 'opm-protocol';

/** Header with the version of OPM itself, for messages. */
export const VERSION_HEADER = 'opm-version';

/** `GET` is answered once the daemon serves requests. */
export const READY_ROUTE = '/v1/ready';

/**
 * What every version must be able to ask of any other: without `shutdown`, a new program could not replace an old
 * daemon. Their requests and results stay compatible forever.
 */
export const TIMELESS_INTENTS: readonly Intent[] = ['status', 'shutdown'];

const MIB = 1024 * 1024;

/** Largest body of a request, in bytes. `restore` and `launch` carry whole fleets with their environments. */
export function maxBodyBytes(intent: Intent): number {
  return intent === 'restore' || intent === 'launch' ? 64 * MIB : MIB;
}
