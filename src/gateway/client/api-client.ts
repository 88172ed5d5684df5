import type { DaemonStatus, InfoEntry, ListEntry, TargetOutcome } from '../../protocol/intents.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';
import type { Role, Visitor } from '../access/role.ts';
import type { ProblemDetails } from '../api/http-problem.ts';
import type { LogLine } from '../api/log-reader.ts';
import type { Page } from '../api/page-of.ts';
import type { RestoreRun } from '../api/restore-runs.ts';
import { readEvents, type ServerSentEvent } from './server-sent-events.ts';

/** The gateway's answer to a request that it did not carry out. */
export class ApiProblem extends Error {
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails) {
    super(details.detail);
    this.name = 'ApiProblem';
    this.details = details;
  }
}

export interface ApiClientOptions {
  /** The gateway's URL: `http://127.0.0.1:9615`. Empty in a page of the gateway itself. */
  url: string;
  /** `opm_…`, from `opm token create`. */
  token?: string;
  /** The key of a session, in a page. */
  sessionKey?: string;
}

export type Action = 'start' | 'stop' | 'restart' | 'reload' | 'reset';

export interface Outcomes {
  ok: boolean;
  outcomes: TargetOutcome[];
}

export interface LogQuery {
  target: string;
  lines?: number;
  stream?: 'out' | 'err';
  search?: string;
}

export interface Generation {
  generation: number;
  createdAt: string | null;
  instances: number;
  damage: string | null;
}

export interface SavedSet {
  generation: number;
  createdAt: string;
  config: string | null;
  instances: {
    name: string;
    instance: number;
    namespace: string;
    command: string[];
    cwd: string;
    port: number | null;
    user: string | null;
    dependsOn: string[];
    variables: string[];
    wanted: 'running' | 'stopped';
  }[];
}

export interface RestoreOptions {
  source?: { kind: 'auto' } | { kind: 'snapshot'; generation?: number } | { kind: 'file'; file: string };
  dryRun?: boolean;
  keepGoing?: boolean;
  prune?: boolean;
  only?: string[] | null;
  timeoutMs?: number | null;
}

type Query = Record<string, string | number | undefined>;

/**
 * A client of the HTTP API of `opm serve`, for Node, Deno, Bun and browsers. The dashboard is built on it.
 *
 * ```ts
 * const api = new ApiClient({ url: 'http://127.0.0.1:9615', token: process.env.OPM_API_TOKEN });
 * for (const { name, status } of (await api.instances()).items) console.log(name, status);
 * await api.act('restart', 'api');
 * ```
 *
 * Every method throws {@link ApiProblem} with the problem that the gateway reports, or the error of `fetch` if the
 * gateway cannot be reached.
 */
export class ApiClient {
  readonly #options: ApiClientOptions;

  constructor(options: ApiClientOptions) {
    this.#options = options;
  }

  /** Opens a session with a one-time link or a token; for pages. */
  signIn(credentials: { link: string } | { token: string }): Promise<{
    key: string;
    name: string;
    role: Role;
    expiresAt: string;
  }> {
    return this.#json('POST', '/session', { body: credentials });
  }

  whoAmI(): Promise<Visitor> {
    return this.#json('GET', '/session');
  }

  async signOut(): Promise<void> {
    await this.#request('DELETE', '/session');
  }

  instances(
    query: {
      limit?: number;
      cursor?: string;
      name?: string;
      namespace?: string;
      status?: string;
      search?: string;
    } = {},
  ): Promise<Page<ListEntry>> {
    return this.#json('GET', '/instances', { query });
  }

  /** One instance: its id, `name:instance`, or the name of an app that has one. */
  instance(target: string | number): Promise<InfoEntry> {
    return this.#json('GET', `/instances/${encodeURIComponent(target)}`);
  }

  act(action: Action, target: string | number): Promise<Outcomes> {
    return this.#json('POST', `/instances/${encodeURIComponent(target)}/${action}`);
  }

  signal(target: string | number, signal: string): Promise<Outcomes> {
    return this.#json('POST', `/instances/${encodeURIComponent(target)}/signal`, { body: { signal } });
  }

  remove(target: string | number): Promise<Outcomes> {
    return this.#json('DELETE', `/instances/${encodeURIComponent(target)}`);
  }

  adjust(target: string | number, change: { name?: string; command?: string[] }): Promise<Outcomes> {
    return this.#json('PATCH', `/instances/${encodeURIComponent(target)}`, { body: change });
  }

  scale(name: string, instances: number): Promise<Outcomes> {
    return this.#json('POST', `/apps/${encodeURIComponent(name)}/scale`, { body: { instances } });
  }

  /** Starts a restore; follow it with {@link followRestore}. */
  restore(options: RestoreOptions = {}): Promise<RestoreRun> {
    return this.#json('POST', '/restores', { body: options });
  }

  restores(): Promise<{ items: RestoreRun[] }> {
    return this.#json('GET', '/restores');
  }

  restoreRun(id: number): Promise<RestoreRun> {
    return this.#json('GET', `/restores/${id}`);
  }

  cancelRestore(id: number): Promise<RestoreRun> {
    return this.#json('DELETE', `/restores/${id}`);
  }

  /** Calls back with each event of a restore from its start, and returns the restore when it has ended. */
  async followRestore(
    id: number,
    onEvent: (event: RestoreEvent) => void,
    signal?: AbortSignal,
  ): Promise<RestoreRun> {
    for await (const { event, data } of this.stream(`/restores/${id}/events`, { signal })) {
      if (event === 'ended') return data as RestoreRun;
      onEvent(data as RestoreEvent);
    }
    return this.restoreRun(id);
  }

  snapshots(): Promise<{ items: Generation[] }> {
    return this.#json('GET', '/snapshots');
  }

  snapshot(generation: number): Promise<SavedSet> {
    return this.#json('GET', `/snapshots/${generation}`);
  }

  save(): Promise<{ generation: number; instances: number }> {
    return this.#json('POST', '/snapshots');
  }

  logs(query: LogQuery): Promise<{ items: LogLine[] }> {
    return this.#json('GET', '/logs', { query: { ...query } });
  }

  /** Calls back with lines, starting with the last ones written, until `signal` aborts. */
  async followLogs(
    query: LogQuery,
    onLines: (lines: LogLine[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    for await (const { data } of this.stream('/logs/stream', { query: { ...query }, signal })) {
      onLines(data as LogLine[]);
    }
  }

  daemon(): Promise<DaemonStatus & { snapshotDiffers: boolean; notices: string[] }> {
    return this.#json('GET', '/daemon');
  }

  stopDaemon(options: { keepApps: boolean }): Promise<{ stopped: number; kept: number }> {
    return this.#json('POST', '/daemon/stop', { body: options });
  }

  openApi(): Promise<Record<string, unknown>> {
    return this.#json('GET', '/openapi.json');
  }

  /** The events of a stream under `/api/v1`, without reconnecting: it ends with its connection. */
  async *stream(
    path: string,
    options: { query?: Query; lastEventId?: string | null; signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<ServerSentEvent> {
    const { query, lastEventId, signal } = options;
    const headers: Record<string, string> = lastEventId == null ? {} : { 'last-event-id': lastEventId };
    const response = await this.#request('GET', path, { query, headers, signal });
    if (response.body !== null) yield* readEvents(response.body);
  }

  async #json<Value>(
    method: string,
    path: string,
    options: { query?: Query; body?: object } = {},
  ): Promise<Value> {
    return (await (await this.#request(method, path, options)).json()) as Value;
  }

  async #request(
    method: string,
    path: string,
    options: { query?: Query; body?: object; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const { query = {}, body, headers = {}, signal } = options;
    const { url, token, sessionKey } = this.#options;
    const words = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
    );
    const response = await fetch(`${url}/api/v1${path}${words.length === 0 ? '' : `?${words.join('&')}`}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(sessionKey === undefined ? {} : { 'opm-session-key': sessionKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) return response;
    throw new ApiProblem(await problemIn(response));
  }
}

/** A proxy in between may answer with something else. */
async function problemIn(response: Response): Promise<ProblemDetails> {
  const { status, statusText } = response;
  const fallback = {
    type: 'about:blank',
    title: statusText,
    status,
    detail: `The answer is ${status} ${statusText}`,
  };
  if (!(response.headers.get('content-type') ?? '').startsWith('application/problem+json')) return fallback;
  return (await response.json().catch(() => fallback)) as ProblemDetails;
}
