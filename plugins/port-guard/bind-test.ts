import { createServer } from 'node:net';

/** Where a system lets a wildcard and a single address be bound at once, the wildcard alone proves nothing. */
const EVERY_ADDRESS = ['0.0.0.0', '::', '127.0.0.1', '::1'];

/** Errors that say something about the machine and nothing about the port. */
const NO_ANSWER = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'EACCES', 'EPERM', 'ENOTSUP']);

/**
 * Whether a port can be listened on, found out by doing so for a moment. For systems that do not say who listens.
 *
 * @param addresses local addresses to try; empty: all the usual ones
 * @returns `false` when it is taken, `null` when this process may not listen there at all
 */
export async function canListen(port: number, addresses: readonly string[]): Promise<boolean | null> {
  let answer: boolean | null = null;
  for (const host of addresses.length > 0 ? addresses : EVERY_ADDRESS) {
    const code = await listenOnce(port, host);
    if (code === 'EADDRINUSE') return false;
    if (code === null) answer = true;
    else if (!NO_ANSWER.has(code)) throw new Error(`cannot test port ${port} on ${host}: ${code}`);
  }
  return answer;
}

/** The code of the error, `null` when it could be listened on. */
function listenOnce(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(':') }, () => {
      server.close(() => resolve(null));
    });
  });
}
