import type { PluginEntry } from '../../config/instance/instance-spec.ts';
import { createHookRunner } from '../../hooks/create-hook-runner.ts';
import type { LoadedPluginInfo } from '../../hooks/hook-runner.ts';
import { looksSecret, MASK } from '../../protocol/mask-secrets.ts';
import { printable } from '../../report/cells.ts';

/** `opm plugin list --json`: what a config loads. */
export interface PluginListing {
  plugins: LoadedPluginInfo[];
  /** The same for people. */
  text: string;
}

/**
 * Loads the plugins of a config and tells what they are. Runs no hook.
 *
 * Secrets among the options are masked: values under names that look like one, and all of a URL but its host,
 * since the path of a chat's webhook is its password.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` (exit 78) with every problem of every plugin
 */
export async function pluginList({
  entries,
  home,
}: {
  entries: PluginEntry[];
  home: string;
}): Promise<PluginListing> {
  const runner = await createHookRunner({ entries, home, onLog: () => {} });
  const plugins = runner.plugins.map((plugin) => ({ ...plugin, options: masked(plugin.options) }));
  await runner.close();
  const text = plugins.length === 0 ? 'The config loads no plugins.\n' : plugins.map(describe).join('\n');
  return { plugins, text };
}

function describe(plugin: PluginListing['plugins'][number]): string {
  const { name, specifier, file, hooks, options, timeoutMs, onError } = plugin;
  const from = file === 'opm' ? 'comes with OPM' : file;
  const lines = [
    name,
    `  from     ${from}${specifier === name || specifier === file ? '' : ` ("${specifier}")`}`,
    `  hooks    ${hooks.length === 0 ? 'none' : hooks.join(', ')}`,
    `  options  ${options === undefined ? 'none' : JSON.stringify(options)}`,
    `  deadline ${timeoutMs / 1000} s a hook`,
  ];
  if (onError !== null) lines.push(`  on error ${onError}`);
  return `${lines.map(printable).join('\n')}\n`;
}

function masked(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, key)]));
  }
  if (typeof value !== 'string' || value === '') return value;
  if (looksSecret(name)) return MASK;
  const [, host] = /^(https?:\/\/[^/?#]*)[/?#]./i.exec(value) ?? [];
  return host === undefined ? value : `${host.replace(/\/\/.*@/, '//')}/${MASK}`;
}
