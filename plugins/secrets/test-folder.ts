import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { PluginApp } from '../../src/plugin.ts';
import { type TestPluginOptions, testPlugin } from '../../src/plugin-testing.ts';
import plugin from './index.ts';

/** Must never be seen in what a plugin says. */
export const VALUE = 'T0PS3CRET';

/** A new one for each test; the config file lies there. */
export let folder = '';

export async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'opm-secrets-'));
}

export async function removeFolder(): Promise<void> {
  await rm(folder, { recursive: true });
}

interface Run {
  env: Record<string, Record<string, string>>;
  error: string | null;
  logs: string[];
  problems: string[];
}

/** Checks, then runs, as a restore does; the state and everything said must be free of the secret. */
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

function app(name: string, ...actions: PluginApp['actions']): PluginApp {
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
