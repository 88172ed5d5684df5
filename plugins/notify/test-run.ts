import { tmpdir } from 'node:os';
import { test } from 'uvu';
import type * as v from 'valibot';
import type { ExitedProcess, Json, ReportEntry, RestoreReport } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import type { options } from './options.ts';
import { TestService } from './test-service.ts';

export type Given = v.InferInput<typeof options>;

export const SECRET = 'T0PS3CRET-token';

/** The service that the plugin talks to, new for each test, and its address. */
export let service: TestService;
export let base = '';

/** Call once in each test file. */
export function useService(): void {
  test.before.each(async () => {
    service = new TestService();
    base = await service.start();
  });
  test.after.each(() => service.stop());
}

/** The outcome of running one hook. */
export interface Run {
  error: string | null;
  logs: string[];
}

export type State = { [key: string]: Json };

/** Runs one hook; `state` carries over from one run to the next, as in the daemon. */
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

export function reportOf(report: Partial<RestoreReport>): RestoreReport {
  const empty = { started: [], replaced: [], kept: [], stopped: [], failed: [], hooks: [], warnings: [] };
  return { outcome: 'committed', ...empty, durationMs: 2400, ...report };
}

export function entry(name: string): ReportEntry {
  return { id: 1, name, instance: 0, pid: 10, ms: 5 };
}
