import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { durationText } from '../../duration.ts';
import { messageOf, systemErrorCode } from '../../errors.ts';
import type { Endpoint } from '../../runtime/proc/process-table.ts';
import type { Deadlines } from '../deadlines.ts';
import {
  type Attempt,
  type CheckEvents,
  checkThatCannotPass,
  type ReadyCheck,
  retryUntilPassed,
  tryTimeoutFor,
} from './ready-check.ts';
import { addressesOf, connectProblem, NETWORK_PACE, type StrangerAt, strangerProblem } from './ready-tcp.ts';

/** `http://unix:/run/app.sock:/health`, as nginx and others write it; the scheme may be left out. */
const UNIX_SOCKET = /^(?:http:\/\/)?unix:(\/[^:]+)(?::(\/.*))?$/;

/**
 * Passes once a GET of the URL is answered with 2xx or 3xx. Redirects are not followed and certificates not verified:
 * the question is whether the app answers, and no secret is sent.
 */
export function startHttpCheck(
  options: { url: string; timeoutMs: number; deadlines: Deadlines; stranger?: StrangerAt | undefined },
  events: CheckEvents,
): ReadyCheck {
  const { url, deadlines } = options;
  let target: Target;
  try {
    target = parseTarget(url);
  } catch {
    return checkThatCannotPass(`"${url}" is not a URL that OPM can request`, events);
  }
  const tryTimeoutMs = tryTimeoutFor(options.timeoutMs);
  return retryUntilPassed(
    {
      attempt: attemptOf(url, target, options.stranger),
      pace: NETWORK_PACE,
      tryTimeoutMs,
      tookTooLong: `${url} did not answer within ${durationText(tryTimeoutMs)}`,
      pending: `${url} has not answered yet`,
      deadlines,
    },
    events,
  );
}

interface Target {
  request: typeof httpRequest;
  /** To be tried in turn. */
  endpoints: RequestOptions[];
  /** For messages: `127.0.0.1:3000`. */
  where: string;
}

/** @throws TypeError or URIError when it is not the URL of a web server */
export function parseTarget(url: string): Target {
  const [, socketPath, path = '/'] = UNIX_SOCKET.exec(url) ?? [];
  if (socketPath !== undefined) {
    const endpoint = { socketPath, path, headers: { host: 'localhost' } };
    return { request: httpRequest, endpoints: [endpoint], where: socketPath };
  }
  const { protocol, hostname, port, host, pathname, search, username, password } = new URL(url);
  const isSecure = protocol === 'https:';
  if (!isSecure && protocol !== 'http:') throw new TypeError(`The protocol ${protocol} is not supported`);
  const auth =
    username === '' ? {} : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` };
  const endpoints = addressesOf(hostname.replace(/^\[|\]$/g, '')).map((address) => ({
    host: address,
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    path: `${pathname}${search}`,
    headers: { host },
    ...auth,
    ...(isSecure ? { rejectUnauthorized: false, servername: serverNameOf(hostname) } : {}),
  }));
  return { request: isSecure ? httpsRequest : httpRequest, endpoints, where: host };
}

/** TLS knows no server names that are addresses. */
function serverNameOf(hostname: string): string {
  return /^[\d.]+$|:/.test(hostname) ? '' : hostname;
}

function attemptOf(
  url: string,
  { request, endpoints, where }: Target,
  stranger: StrangerAt | undefined,
): Attempt {
  let tries = 0;
  return (done) => {
    const endpoint = endpoints[tries++ % endpoints.length]!;
    const outgoing = request({ ...endpoint, agent: false, method: 'GET' });
    outgoing.once('response', (response) => {
      const status = response.statusCode ?? 0;
      const { remoteAddress } = outgoing.socket ?? {};
      // Only the status matters; a body may be endless.
      response.on('error', () => {});
      outgoing.destroy();
      if (status < 200 || status >= 400) done(`${url} answered ${status}`);
      else done(strangerProblem(where, endpointOf(endpoint, remoteAddress), stranger));
    });
    outgoing.on('error', (error) => done(requestProblem(url, where, error)));
    outgoing.end();
    return () => outgoing.destroy();
  };
}

/** Where the answer came from, if that is known. */
function endpointOf(
  { socketPath, host, port }: RequestOptions,
  remoteAddress: string | undefined,
): Endpoint | null {
  if (socketPath != null) return { path: socketPath };
  const address = host != null && isIP(host) !== 0 ? host : remoteAddress;
  return address === undefined ? null : { address, port: Number(port) };
}

function requestProblem(url: string, where: string, error: Error): string {
  // Connected, but what came was no answer.
  const isConnected = (error as { syscall?: string }).syscall !== 'connect';
  if (!isConnected || systemErrorCode(error) === 'ECONNREFUSED') return connectProblem(where, error);
  return `${url} gave no answer (${systemErrorCode(error) ?? messageOf(error)})`;
}
