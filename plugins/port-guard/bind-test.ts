import { createServer } from 'node:net';

/** On a system where a wildcard and a single address can be bound at once, the wildcard alone proves nothing. */
const EVERY_ADDRESS = ['0.0.0.0', '::', '127.0.0.1', '::1'];

/** Errors that concern the machine and not the port. */
const NO_ANSWER = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'EACCES', 'EPERM', 'ENOTSUP']);

/**
 * Whether a port can be listened on, tested by doing so for a moment. For systems that do not list listeners.
 *
 * @param addresses local addresses to try; empty: all the usual ones
 * @returns `false` if it is taken, `null` if this process may not listen on it at all
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

/** The error code, or `null` if listening succeeded. */
function listenOnce(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(':') }, () => {
      server.close(() => resolve(null));
    });
  });
}
