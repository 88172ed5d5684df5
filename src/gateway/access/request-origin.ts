import { isIP } from 'node:net';

/**
 * The `Host` names that a request may carry. A page of another site can point its own name at this address (DNS
 * rebinding), and its requests then carry that name. An IP address cannot be redirected this way.
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
 * Whether the page that sent a request has this origin. Programs other than browsers send no `Origin`. The scheme is
 * not compared, because it is unknown behind a proxy that terminates TLS.
 */
export function isSameOrigin({ origin, host }: { origin: string | undefined; host: string }): boolean {
  if (origin === undefined) return true;
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match !== null && match[1]!.toLowerCase() === host.toLowerCase();
}
