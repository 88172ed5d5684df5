import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginEntry } from '../../src/config/instance/instance-spec.ts';
import { createHookRunner, type HookRunnerOptions } from '../../src/hooks/create-hook-runner.ts';
import type { HookApp, HookLog, HookRestore, HookRunner } from '../../src/hooks/hook-runner.ts';

/** The bad and the good plugins that the tests run. */
export const ZOO = fileURLToPath(new URL('../fixtures/plugins', import.meta.url));

export const RESTORE: HookRestore = {
  restoreId: 'r1',
  reason: 'restore',
  source: { kind: 'config', path: '/srv/opm.config.json' },
  dryRun: false,
  apps: [app('api'), app('web')],
};

export const REPORT = {
  outcome: 'committed',
  started: [],
  replaced: [],
  kept: [],
  stopped: [],
  failed: [],
  hooks: [],
  durationMs: 1,
  warnings: [],
};

export function app(name: string): HookApp {
  return {
    name,
    namespace: 'default',
    instances: 1,
    ports: [],
    command: ['sleep', '60'],
    cwd: '/',
    user: null,
    dependsOn: [],
    env: [],
    actions: ['start'],
  };
}

/** An entry for a plugin of the zoo. */
export function zoo(name: string, more: Partial<PluginEntry> = {}): PluginEntry {
  const specifier = path.extname(name) === '' ? `./${name}.mjs` : `./${name}`;
  return { specifier, baseDir: ZOO, options: undefined, ...more };
}

export interface Lab {
  home: string;
  logs: HookLog[];
  runner(entries: PluginEntry[], more?: Partial<HookRunnerOptions>): Promise<HookRunner>;
}

/** Runs `work` with a home of its own and leaves neither a thread nor a folder behind. */
export async function inLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'opm-hooks-'));
  const logs: HookLog[] = [];
  const runners: HookRunner[] = [];
  const runner: Lab['runner'] = async (entries, more) => {
    const onLog = (log: HookLog) => logs.push(log);
    const made = await createHookRunner({ entries, home, onLog, fallbackTimeoutMs: 2000, ...more });
    runners.push(made);
    return made;
  };
  try {
    await work({ home, logs, runner });
  } finally {
    for (const each of runners) await each.close(0);
    rmSync(home, { recursive: true, force: true });
  }
}

/** The longest time that `work` kept the event loop of this thread from turning, in milliseconds. */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await work();
  clearInterval(timer);
  return longest;
}
