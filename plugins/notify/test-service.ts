import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type * as v from 'valibot';
import type { ExitedProcess, Json, ReportEntry, RestoreReport } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import type { options } from './options.ts';

export type Given = v.InferInput<typeof options>;

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  atMs: number;
}

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Say nothing at all. */
  silent?: boolean;
}

export const SECRET = 'T0PS3CRET-token';

let server: Server;
/** Where the service listens. */
export let base = '';
/** What it was sent. */
export let received: Received[] = [];
let replies: Reply[] = [];

/** Starts the service; a test's first step. */
export async function startService(): Promise<void> {
  received = [];
  replies = [];
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      received.push({ path: request.url!, headers: request.headers, body, atMs: performance.now() });
      const reply = replies.shift() ?? { status: 200, body: 'ok' };
      if (reply.silent) return;
      response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stopService(): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** What the service answers to the next requests; then it answers 200. */
export function answerWith(...next: Reply[]): void {
  replies = next;
}

/** As if nothing had been sent so far. */
export function forgetReceived(): void {
  received = [];
}

/** What a run of a hook left behind. */
interface Run {
  error: string | null;
  logs: string[];
}

export type State = { [key: string]: Json };

/** Runs one hook; `state` is carried from one run to the next as the daemon would. */
async function run(
  hook: 'postRestore' | 'restoreFailed' | 'processExited',
  given: Given,
  state: State,
  rest: TestPluginOptions,
): Promise<Run> {
  const { records, logs, ...result } = await testPlugin(plugin, {
    options: { title: 'shop', backoff: '10ms', ...given },
    configDir: tmpdir(),
    hooks: [hook],
    state,
    ...rest,
  });
  Object.assign(state, result.state);
  const error = records[0]!.message ?? null;
  return { error, logs: logs.map(({ level, message }) => `${level}: ${message}`) };
}

export function restored(
  given: Given,
  report: Partial<RestoreReport> = {},
  state: State = {},
  rest: TestPluginOptions = {},
) {
  return run('postRestore', given, state, {
    report: reportOf({ started: [entry('api')], ...report }),
    ...rest,
  });
}

export function failed(given: Given, report: Partial<RestoreReport>, failure: string): Promise<Run> {
  return run('restoreFailed', given, {}, { report: reportOf(report), failure });
}

export function exited(
  given: Given,
  state: State,
  atMs: number,
  rest: Partial<ExitedProcess> = {},
): Promise<Run> {
  const process = {
    name: 'api',
    pid: 99,
    at: new Date(atMs).toISOString(),
    exitCode: 1,
    status: 'backoff',
    ...rest,
  };
  return run('processExited', given, state, { process });
}

function reportOf(report: Partial<RestoreReport>): RestoreReport {
  const empty = { started: [], replaced: [], kept: [], stopped: [], failed: [], hooks: [], warnings: [] };
  return { outcome: 'committed', ...empty, durationMs: 2400, ...report };
}

export function entry(name: string): ReportEntry {
  return { id: 1, name, instance: 0, pid: 10, ms: 5 };
}
