import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HookName, HookResult } from '../pool/hook-protocol.ts';
import { hooksOf } from '../pool/hook-thread/check-plugin.ts';
import { HookScope } from '../pool/hook-thread/hook-scope.ts';
import { checkPlugin, type LoadedPlugin, loadPlugin } from '../pool/hook-thread/load-plugin.ts';
import { runHook } from '../pool/hook-thread/run-hook.ts';
import type { HookLog } from './hook-runner.ts';
import { pluginsUnusable } from './hooks-errors.ts';
import { resolvePlugin } from './resolve-plugin.ts';

/** Runs the hooks of one plugin under test. */
export interface PluginCaller {
  plugin: string;
  /** Its module; `null` for an object. */
  file: string | null;
  hooks: readonly HookName[];
  preRestoreInDryRun: boolean;
  call(
    hook: HookName,
    fields: Record<string, unknown>,
  ): Promise<Pick<HookResult, 'failure' | 'problems' | 'returned'>>;
  /** JSON text. */
  state(): Promise<string>;
  close(): Promise<void>;
}

export interface CallerOptions {
  options?: unknown;
  state?: object;
  configDir?: string;
  timeoutMs?: number;
  thread?: boolean;
  dryRun?: boolean;
}

type OnLine = (line: Pick<HookLog, 'level' | 'message'>) => void;

const DEFAULT_TIMEOUT_MS = 5000;

/**
 * Loads the plugin under test in this process or in a plugin thread.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` that lists every problem of the plugin or its options
 */
export async function makeCaller(
  subject: unknown,
  options: CallerOptions,
  onLine: OnLine,
): Promise<PluginCaller> {
  const file = typeof subject === 'string' || subject instanceof URL ? pathOf(subject) : null;
  if (options.thread !== true) return await callHere(subject, file, options, onLine);
  if (file === null)
    throw new Error('Only a file can run in a plugin thread: an object cannot be sent there');
  return await callInThread(
    { specifier: file, baseDir: options.configDir ?? path.dirname(file) },
    options,
    onLine,
  );
}

/**
 * Loads the plugin under test in a plugin thread, with a temporary home that `close()` removes.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` that lists every problem of the plugin or its options
 */
export async function callInThread(
  { specifier, baseDir }: { specifier: string; baseDir: string },
  { options, state, timeoutMs = DEFAULT_TIMEOUT_MS, dryRun = false }: CallerOptions,
  onLine: OnLine,
): Promise<PluginCaller> {
  // Imported here: a test in this process needs no thread pool.
  const { hostPlugins } = await import('./host-plugins.ts');
  const home = await mkdtemp(path.join(os.tmpdir(), 'opm-plugin-test-'));
  const removeHome = () => rm(home, { recursive: true, force: true });
  const entries = [{ specifier, baseDir, options, timeoutMs }];
  const { host, plugins } = await hostPlugins({ entries, home, onLog: onLine }).catch(
    async (error: unknown) => {
      await removeHome();
      throw error;
    },
  );
  const close = async () => {
    await host.close();
    await removeHome();
  };
  const [plugin] = plugins as [(typeof plugins)[number]];
  try {
    if (state !== undefined) await plugin.state.write(JSON.stringify(state));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    plugin: plugin.name,
    file: plugin.file,
    hooks: plugin.hooks,
    preRestoreInDryRun: plugin.preRestoreInDryRun,
    call: (hook, fields) => host.callHook(plugin, hook, fields, { saveState: !dryRun }),
    state: () => plugin.state.read(),
    close,
  };
}

async function callHere(
  subject: unknown,
  file: string | null,
  options: CallerOptions,
  onLine: OnLine,
): Promise<PluginCaller> {
  const loaded = await loadHere(subject, file, options.options);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, configDir = file === null ? process.cwd() : path.dirname(file) } =
    options;
  let state = JSON.stringify(options.state ?? {});
  let calls = 0;
  return {
    plugin: loaded.plugin.name,
    file,
    hooks: hooksOf(loaded.plugin),
    preRestoreInDryRun: loaded.plugin.preRestoreInDryRun === true,
    call: async (hook, fields) => {
      calls += 1;
      const scope = new HookScope({ slot: 0, call: calls, emit: onLine });
      const own = structuredClone(fields);
      const call = { loaded, hook, timeoutMs, state, scope, configDir, fields: own, watchHandles: false };
      const result = await runHook(call);
      if (options.dryRun !== true && result.state !== null) state = result.state;
      return result;
    },
    state: async () => state,
    close: async () => {},
  };
}

async function loadHere(subject: unknown, file: string | null, options: unknown): Promise<LoadedPlugin> {
  const specifier = file ?? 'under test';
  const resolution = file === null ? null : resolvePlugin({ specifier: file, baseDir: '/' });
  if (resolution !== null && !resolution.ok)
    throw pluginsUnusable([{ specifier, message: resolution.problem }]);
  const loading =
    resolution === null
      ? await checkPlugin(subject, options, null)
      : await loadPlugin({ source: resolution.source, options });
  if (loading.ok) return loading.loaded;
  throw pluginsUnusable(loading.problems.map((message) => ({ specifier, message })));
}

function pathOf(subject: string | URL): string {
  if (subject instanceof URL || subject.startsWith('file:')) return fileURLToPath(subject);
  return path.resolve(subject);
}
