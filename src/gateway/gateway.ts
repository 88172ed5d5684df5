import { getRequestListener } from '@hono/node-server';
import { gatewayApp } from './app.ts';
import { DaemonLink } from './daemon-link.ts';
import { type HttpListener, type ListenPlace, listenHttp, type TlsFiles } from './listen/http-listener.ts';
import { hostInUrl, isLoopback } from './listen/listen-address.ts';
import { plainHttpRefused } from './listen/listen-errors.ts';

export interface GatewayOptions {
  home: string;
  /** At least one. */
  places: ListenPlace[];
  /** For addresses; a Unix socket speaks plain HTTP to the proxy in front of it. */
  tls: TlsFiles | null;
  /** Allow other addresses than loopback without TLS. */
  plainHttp: boolean;
}

/** A gateway that serves. */
export interface Gateway {
  /** How to reach it: a URL for an address, `unix:PATH` for a socket. */
  urls: string[];
  close(): Promise<void>;
}

/**
 * Opens the gateway of a home: the program beside the daemon that browsers, scripts and Prometheus talk to. To the
 * daemon it is a client like any other, so it outlives it and nothing of it listens in there.
 *
 * @throws OpmError PLAIN_HTTP_REFUSED (64), CANNOT_LISTEN (1), TLS_UNUSABLE (78)
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { home, places, tls, plainHttp } = options;
  for (const place of places) {
    if ('host' in place && tls === null && !plainHttp && !isLoopback(place.host))
      throw plainHttpRefused(place.host);
  }
  const app = gatewayApp({ daemon: new DaemonLink(home) });
  const onRequest = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const listeners: HttpListener[] = [];
  const close = async () => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const urls: string[] = [];
    for (const place of places) {
      const listener = await listenHttp(place, 'path' in place ? null : tls, onRequest);
      listeners.push(listener);
      urls.push(urlOf(place, listener, tls !== null));
    }
    return { urls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function urlOf(place: ListenPlace, { port }: HttpListener, encrypted: boolean): string {
  if ('path' in place) return `unix:${place.path}`;
  return `${encrypted ? 'https' : 'http'}://${hostInUrl(place.host)}:${port}`;
}
