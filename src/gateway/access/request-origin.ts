import { isIP } from 'node:net';

/**
 * Which `Host` a request may name. A page of another site can make a name of its own mean this address (DNS
 * rebinding), and its requests then carry that name. An address in its place is no name that anybody could bend.
 */
export class KnownHosts {
  readonly #names: ReadonlySet<string>;

  /** @param names host names without port that mean this gateway, besides `localhost` */
  constructor(names: readonly string[]) {
    this.#names = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  }

  has(host: string): boolean {
    const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(host);
    if (match === null) return false;
    const [, address6, name = ''] = match;
    return address6 === undefined
      ? isIP(name) === 4 || this.#names.has(name.toLowerCase())
      : isIP(address6) === 6;
  }
}

/**
 * Whether the page that sent a request is of this very origin. Programs that are no browser send no `Origin`. The
 * scheme is not compared: behind a proxy that ends TLS it cannot be known.
 */
export function isSameOrigin({ origin, host }: { origin: string | undefined; host: string }): boolean {
  if (origin === undefined) return true;
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match !== null && match[1]!.toLowerCase() === host.toLowerCase();
}
