import { existsSync } from 'node:fs';
import path from 'node:path';
import { callInThread } from '../../hooks/plugin-caller.ts';
import { exercise, type TestPluginOptions, type TestPluginResult } from '../../hooks/test-plugin.ts';
import { printable } from '../../printable.ts';
import { formatElapsed } from '../../report/units.ts';

export interface PluginCheckOptions {
  /** A file, or whatever a config could name: a package or a bundled plugin. */
  plugin: string;
  cwd: string;
  /** Options for the plugin, as in a config. */
  options?: unknown;
  /** Names of the apps in the simulated restore. */
  apps?: string[];
  /** Deadline of each hook; default 30 s. */
  timeoutMs?: number;
}

/** `opm plugin check --json`. */
export interface PluginCheck extends Omit<TestPluginResult, 'env'> {
  /** No hook failed. Problems that `checkRestore` reports are not failures. */
  ok: boolean;
  /** Its module, or `opm`. */
  file: string;
  /** Names of the variables it returned, by app. */
  env: Record<string, string[]>;
  /** The result as text. */
  text: string;
}

/**
 * Loads a plugin as OPM would, runs all its hooks against a simulated restore, and reports what it did. The hooks
 * really run: a plugin that sends messages sends them.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` (exit 78) with every problem of the plugin or its options
 */
export async function pluginCheck(check: PluginCheckOptions): Promise<PluginCheck> {
  const { plugin, cwd, options, apps, timeoutMs = 30_000 } = check;
  const file = path.resolve(cwd, plugin);
  const specifier = existsSync(file) ? file : plugin;
  const testing: TestPluginOptions = { options, timeoutMs, ...(apps === undefined ? {} : { apps }) };
  const logs: TestPluginResult['logs'] = [];
  const caller = await callInThread({ specifier, baseDir: cwd }, testing, (line) => logs.push(line));
  const result = await exercise(caller, testing, logs);
  const names = Object.entries(result.env).map(([app, variables]) => [app, Object.keys(variables).sort()]);
  const report = {
    ...result,
    ok: result.records.every(({ ok }) => ok),
    file: caller.file ?? specifier,
    env: Object.fromEntries(names) as Record<string, string[]>,
  };
  return { ...report, text: describe(report) };
}

function describe(check: Omit<PluginCheck, 'text'>): string {
  const lines = [`${check.plugin} (${check.file === 'opm' ? 'bundled with OPM' : check.file})`];
  if (check.records.length === 0) lines.push('  has no hooks');
  for (const { hook, ok, ms, message } of check.records) {
    lines.push(
      `  ${ok ? 'ok    ' : 'FAILED'} ${hook} in ${formatElapsed(ms)}${message === undefined ? '' : `: ${message}`}`,
    );
  }
  for (const { app, message } of check.problems) {
    lines.push(`  reported: ${app === undefined ? '' : `${app}: `}${message}`);
  }
  for (const [app, names] of Object.entries(check.env)) lines.push(`  sets for ${app}: ${names.join(', ')}`);
  if (check.skip.length > 0) lines.push(`  skips ${check.skip.join(', ')}`);
  for (const { level, message } of check.logs) lines.push(`  ${level}: ${message}`);
  const keys = Object.keys(check.state);
  if (keys.length > 0) lines.push(`  stores ${keys.join(', ')} in ctx.state`);
  return `${lines.map(printable).join('\n')}\n`;
}
