import { getRequestListener } from '@hono/node-server';
import { messageOf } from '../errors.ts';
import { homePaths } from '../runtime/home.ts';
import { Gatekeeper } from './access/gatekeeper.ts';
import { digestOf } from './access/random-secret.ts';
import { KnownHosts } from './access/request-origin.ts';
import { recordServing } from './access/serving-record.ts';
import { SignInLinks } from './access/sign-in-links.ts';
import { TokenFiles } from './access/token-files.ts';
import { TokenKeeper } from './access/token-keeper.ts';
import { gatewayApp } from './app.ts';
import { DaemonLink } from './daemon-link.ts';
import { type HttpListener, type ListenPlace, listenHttp, type TlsFiles } from './listen/http-listener.ts';
import { hostInUrl, isLoopback } from './listen/listen-address.ts';
import { plainHttpRefused } from './listen/listen-errors.ts';

export interface GatewayOptions {
  home: string;
  /** At least one. */
  places: ListenPlace[];
  /** For addresses; on a Unix socket, the proxy in front of it uses plain HTTP. */
  tls: TlsFiles | null;
  /** Allow addresses other than loopback without TLS. */
  plainHttp: boolean;
  /** The URL that browsers use if it is not an address it listens on: through a proxy, or by name. */
  publicUrls: URL[];
  /** The gateway's environment. */
  env: Record<string, string>;
  /** Writes a line to the gateway's log. */
  log(message: string): void;
}

/** A running gateway. */
export interface Gateway {
  /** How to reach it: public URLs first, then one for each address; `unix:PATH` for a socket. */
  urls: string[];
  close(): Promise<void>;
}

/**
 * Opens the gateway of a home: the program beside the daemon that browsers, scripts and Prometheus talk to. To the
 * daemon it is a client like any other, so it outlives the daemon, and the daemon itself listens on no network.
 *
 * @throws OpmError PLAIN_HTTP_REFUSED (64), CANNOT_LISTEN (1), TLS_UNUSABLE (78)
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { home, places, tls, plainHttp, publicUrls } = options;
  for (const place of places) {
    if ('host' in place && tls === null && !plainHttp && !isLoopback(place.host))
      throw plainHttpRefused(place.host);
  }
  const onRequest = getRequestListener(appOf(options).fetch, { overrideGlobalObjects: false });
  const listeners: HttpListener[] = [];
  let forget = async (): Promise<void> => {};
  const close = async () => {
    await forget();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const urls = publicUrls.map(({ href }) => href.replace(/\/$/, ''));
    for (const place of places) {
      const listener = await listenHttp(place, 'path' in place ? null : tls, onRequest);
      listeners.push(listener);
      urls.push(urlOf(place, listener, tls !== null));
    }
    forget = await recordServing(homePaths(home).gateway, urls);
    return { urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function appOf({ home, tls, publicUrls, env, log }: GatewayOptions) {
  const { gateway } = homePaths(home);
  const gatekeeper = new Gatekeeper({
    tokens: new TokenKeeper(new TokenFiles(gateway)),
    links: new SignInLinks(gateway),
    cookieName: `opm_${digestOf(home).slice(0, 8)}`,
    refused: ({ address, kind, count }) =>
      log(`refused an invalid ${kind} from ${address}, ${count} in a row`),
  });
  return gatewayApp({
    daemon: new DaemonLink(home),
    gatekeeper,
    hosts: new KnownHosts(publicUrls.map(({ hostname }) => hostname)),
    isEncrypted: tls !== null || publicUrls.some(({ protocol }) => protocol === 'https:'),
    env,
    onError: (error) => log(`bug: ${error instanceof Error ? error.stack : messageOf(error)}`),
  });
}

function urlOf(place: ListenPlace, { port }: HttpListener, encrypted: boolean): string {
  if ('path' in place) return `unix:${place.path}`;
  return `${encrypted ? 'https' : 'http'}://${hostInUrl(place.host)}:${port}`;
}
