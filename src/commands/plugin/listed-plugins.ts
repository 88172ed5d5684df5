import type { PluginEntry } from '../../config/instance/instance-spec.ts';
import { createHookRunner } from '../../hooks/create-hook-runner.ts';
import type { LoadedPluginInfo } from '../../hooks/hook-runner.ts';
import { printable } from '../../printable.ts';
import { looksSecret, MASK } from '../../protocol/mask-secrets.ts';

/** `opm plugin list --json`: the plugins that a config loads. */
export interface PluginListing {
  plugins: LoadedPluginInfo[];
  /** The result as text. */
  text: string;
}

/**
 * Loads the plugins of a config and describes them. Runs no hook.
 *
 * Secrets among the options are masked: values whose names look like secrets, and everything in a URL but its host,
 * since the path of a chat webhook is its password.
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
  const from = file === 'opm' ? 'bundled with OPM' : file;
  const lines = [
    name,
    `  from     ${from}${specifier === name || specifier === file ? '' : ` ("${specifier}")`}`,
    `  hooks    ${hooks.length === 0 ? 'none' : hooks.join(', ')}`,
    `  options  ${options === undefined ? 'none' : JSON.stringify(options)}`,
    `  deadline ${timeoutMs / 1000} s per hook`,
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
