import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginApp } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';

/** The secret, in every file and command of the tests. */
export const VALUE = 'T0PS3CRET';

/** The config's folder, new for each test. */
export let folder = '';

/** Call once in each test file. */
export function useFolder(): void {
  test.before.each(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opm-secrets-'));
  });
  test.after.each(() => rm(folder, { recursive: true }));
}

export interface Run {
  env: Record<string, Record<string, string>>;
  error: string | null;
  logs: string[];
  problems: string[];
}

/** Checks, then runs, as a restore does; the state and all output must be free of the secret. */
export async function run(sources: unknown[], rest: TestPluginOptions = {}): Promise<Run> {
  const { env, veto, logs, problems, state } = await testPlugin(plugin, {
    options: { sources },
    configDir: folder,
    hooks: ['checkRestore', 'preRestore'],
    apps: [app('api', 'start'), app('db', 'keep', 'replace'), app('old', 'stop')],
    ...rest,
  });
  assert.not.match(JSON.stringify([veto, logs, problems, state]), VALUE);
  return {
    env,
    error: veto,
    logs: logs.map(({ message }) => message),
    problems: problems.map(({ message }) => message),
  };
}

export function app(name: string, ...actions: PluginApp['actions']): PluginApp {
  return {
    name,
    namespace: 'default',
    instances: actions.length,
    ports: [],
    command: ['node'],
    cwd: '/',
    user: null,
    dependsOn: [],
    env: [],
    actions,
  };
}

export async function secretFile(name: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await writeFile(join(folder, name), content);
  await chmod(join(folder, name), mode);
}

/** A command that works in all runtimes' tests. */
export function shell(script: string): string[] {
  return ['/bin/sh', '-c', script];
}
