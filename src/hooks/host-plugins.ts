import type { PluginEntry } from '../config/instance/instance-spec.ts';
import type { LoadOutcome, LoadRequest, ThreadLine } from '../pool/hook-protocol.ts';
import { homePaths } from '../runtime/home.ts';
import type { HookLog } from './hook-runner.ts';
import { type PluginProblem, pluginsUnusable } from './hooks-errors.ts';
import { type HostedPlugin, PluginHost } from './plugin-host.ts';
import { PluginState } from './plugin-state.ts';
import { PluginThread } from './plugin-thread.ts';
import { resolvePlugin } from './resolve-plugin.ts';

/** The deadline of a hook if its entry sets none. */
export const DEFAULT_HOOK_TIMEOUT_MS = 30_000;

export interface HostOptions {
  entries: readonly PluginEntry[];
  /** The state folder of OPM. */
  home: string;
  onLog: (log: HookLog) => void;
  /** Deadline of hooks if their entry sets none; default 30 s. */
  fallbackTimeoutMs?: number;
  /** How long loading one plugin may take; default 30 s. */
  loadTimeoutMs?: number;
}

/**
 * Finds, loads and checks every plugin of a config, in a new plugin thread.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` (exit 78) with every problem of every plugin
 */
export async function hostPlugins(
  options: HostOptions,
): Promise<{ host: PluginHost; plugins: HostedPlugin[] }> {
  const { entries, home, onLog, fallbackTimeoutMs = DEFAULT_HOOK_TIMEOUT_MS } = options;
  const names = entries.map(({ specifier }) => specifier);
  const deliver = ({ slot, level, message }: ThreadLine) =>
    onLog({ plugin: slot === null ? 'plugins' : (names[slot] ?? 'plugins'), level, message });
  const problems: (PluginProblem & { slot: number })[] = [];
  const requests = entries.flatMap((entry, slot): Omit<LoadRequest, 'call'>[] => {
    const resolution = resolvePlugin(entry);
    if (resolution.ok) return [{ slot, source: resolution.source, options: entry.options }];
    problems.push({ slot, specifier: entry.specifier, message: resolution.problem });
    return [];
  });
  const loadTimeoutMs = options.loadTimeoutMs ?? DEFAULT_HOOK_TIMEOUT_MS;
  const thread = new PluginThread({ requests, loadTimeoutMs, onLine: deliver });
  const results = await thread.load();
  const plugins: HostedPlugin[] = [];
  for (const [index, request] of requests.entries()) {
    const { slot, source } = request;
    const result = results[index] as LoadOutcome;
    const entry = entries[slot]!;
    const { specifier } = entry;
    if (!result.ok) {
      problems.push(...result.problems.map((message) => ({ slot, specifier, message })));
      continue;
    }
    const twin = plugins.find(({ name }) => name === result.name);
    if (twin !== undefined) {
      const message = `its name "${result.name}" is also the name of "${entries[twin.slot]!.specifier}"`;
      problems.push({ slot, specifier, message });
    }
    names[slot] = result.name;
    const warn = (message: string) => onLog({ plugin: result.name, level: 'warn', message });
    plugins.push({
      slot,
      name: result.name,
      hooks: result.hooks,
      preRestoreInDryRun: result.preRestoreInDryRun,
      file: source.kind === 'file' ? source.file : 'opm',
      configDir: entry.baseDir,
      timeoutMs: entry.timeoutMs ?? fallbackTimeoutMs,
      onError: entry.onError ?? null,
      state: new PluginState({ folder: homePaths(home).pluginState, plugin: result.name, warn }),
    });
  }
  if (problems.length > 0) {
    await thread.close();
    throw pluginsUnusable(problems.sort((a, b) => a.slot - b.slot));
  }
  return { host: new PluginHost(thread), plugins };
}
