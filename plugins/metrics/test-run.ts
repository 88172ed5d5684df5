import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type * as v from 'valibot';
import type { ExitedProcess, Json, ReportEntry, RestoreReport } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';
import type { options } from './options.ts';
import { type Parsed, parse } from './test-parser.ts';

export type Given = Partial<v.InferInput<typeof options>>;

/** The config's folder and the file in it, new for each test, and the plugin's state. */
export let folder = '';
export let file = '';
export let state: Record<string, Json> = {};

/** Call once in each test file. */
export function useFolder(): void {
  test.before.each(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opm-metrics-'));
    file = join(folder, 'opm.prom');
    state = {};
  });
  test.after.each(() => rm(folder, { recursive: true }));
}

/** Runs one hook; the state carries over from one run to the next, as in the daemon. */
export async function run(
  hook: 'postRestore' | 'restoreFailed' | 'processStarted' | 'processExited',
  given: Given,
  rest: TestPluginOptions,
): Promise<string | null> {
  const result = await testPlugin(plugin, {
    options: { file: 'opm.prom', interval: '0s', ...given },
    configDir: folder,
    hooks: [hook],
    state,
    ...rest,
  });
  state = result.state;
  return result.records[0]!.message ?? null;
}

export async function restored(
  report: Partial<RestoreReport>,
  given: Given = {},
  rest: TestPluginOptions = {},
) {
  assert.is(await run('postRestore', given, { report: reportOf(report), ...rest }), null);
}

export function reportOf(report: Partial<RestoreReport>): RestoreReport {
  const empty = { started: [], replaced: [], kept: [], stopped: [], failed: [], hooks: [], warnings: [] };
  return { outcome: 'committed', ...empty, durationMs: 0, ...report };
}

export function entries(count: number): ReportEntry[] {
  return Array.from({ length: count }, (_, id) => ({ id, name: 'api', instance: id, pid: 1, ms: 1 }));
}

export async function started(name: string, given: Given = {}) {
  assert.is(await run('processStarted', given, { process: { name } }), null);
}

export async function exited(process: Partial<ExitedProcess>) {
  assert.is(await run('processExited', {}, { process: processOf(process) }), null);
}

/** Why a start could not be written. */
export async function startFails(rest: TestPluginOptions = {}): Promise<string> {
  return (await run('processStarted', {}, { process: { name: 'api' }, ...rest })) ?? 'it did not fail';
}

export function processOf(rest: Partial<ExitedProcess>): ExitedProcess {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: 1,
    name: 'api',
    instance: 0,
    pid: 9,
    at,
    exitCode: null,
    signal: null,
    status: 'backoff',
    ...rest,
  };
}

export async function written(): Promise<Parsed['values']> {
  return parse(await readFile(file, 'utf8')).values;
}
