import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Caller } from '../../protocol/intents.ts';
import type { Peer, PeerOf } from '../../runtime/native/process/peer.ts';

/**
 * Who has sent a request, according to the kernel; `null` if that is unknown.
 *
 * Node and Deno expose the descriptor of a connection. Bun does not (1.4.5): there the peer is the one among all
 * connections whose PID matches the request's own.
 */
export function peerOfRequest(socket: Socket, caller: Caller | null, peerOf: PeerOf): Peer | null {
  const { fd } = (socket as { _handle?: { fd?: number } | null })._handle ?? {};
  if (typeof fd === 'number' && fd >= 0) return peerOf(fd);
  if (caller === null || process.platform !== 'linux') return null;
  for (const name of readdirSync('/proc/self/fd')) {
    const peer = peerOf(Number(name));
    if (peer?.pid === caller.pid) return peer;
  }
  return null;
}
