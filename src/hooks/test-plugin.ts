import type { Json, Plugin } from '../plugin.ts';
import { HOOK_NAMES, type HookName } from '../pool/hook-protocol.ts';
import type { CheckedReturn } from '../pool/hook-thread/check-returned.ts';
import { makeCaller, type PluginCaller } from './plugin-caller.ts';
import {
  type SyntheticRestore,
  type SyntheticRestoreOptions,
  syntheticRestore,
} from './synthetic-restore.ts';

export interface TestPluginOptions extends SyntheticRestoreOptions {
  /** As in the config; checked by the plugin's schema. */
  options?: unknown;
  /** Which hooks to run, in which order. Default: all that the plugin has and that such a restore would run. */
  hooks?: readonly HookName[];
  /** The initial `ctx.state`. */
  state?: { [key: string]: Json };
  /** Default: the folder of the file, otherwise the working folder. */
  configDir?: string;
  /** Deadline of each hook; default 5 s. */
  timeoutMs?: number;
  /** Run in a plugin thread, as OPM does; only for a file. Default false: in this process, for the debugger. */
  thread?: boolean;
}

/** What a plugin did. */
export interface TestPluginResult {
  /** Its name. */
  plugin: string;
  /** One for each hook that ran. `message` is why it failed. */
  records: { hook: HookName; ok: boolean; ms: number; message?: string }[];
  /** What `checkRestore` reported. */
  problems: { message: string; app?: string }[];
  /** Why `preRestore` vetoed; null if it did not. */
  veto: string | null;
  /** Variables that `preRestore` returned, by app. */
  env: Record<string, Record<string, string>>;
  /** Apps that `preRestore` skipped. */
  skip: string[];
  logs: { level: 'info' | 'warn' | 'error'; message: string }[];
  /** The final `ctx.state`. */
  state: { [key: string]: Json };
}

/**
 * Runs hooks of a plugin against a simulated restore, and returns what it did.
 *
 * @param subject the plugin, or the path or URL of its file
 * @throws OpmError `PLUGINS_UNUSABLE` that lists every problem of the plugin or its options
 */
export async function testPlugin(
  subject: Plugin<never> | Plugin | string | URL,
  options: TestPluginOptions = {},
): Promise<TestPluginResult> {
  const logs: TestPluginResult['logs'] = [];
  const caller = await makeCaller(subject, options, ({ level, message }) => logs.push({ level, message }));
  return await exercise(caller, options, logs);
}

/**
 * Runs the hooks of a loaded plugin, and closes it.
 *
 * @param logs where the caller writes the plugin's lines
 */
export async function exercise(
  caller: PluginCaller,
  options: TestPluginOptions,
  logs: TestPluginResult['logs'],
): Promise<TestPluginResult> {
  const synthetic = syntheticRestore(options);
  const result: TestPluginResult = {
    plugin: caller.plugin,
    records: [],
    problems: [],
    veto: null,
    env: {},
    skip: [],
    logs,
    state: {},
  };
  try {
    for (const hook of options.hooks ?? hooksOfRestore(caller, options.dryRun === true)) {
      if (!caller.hooks.includes(hook)) throw new Error(`The plugin "${caller.plugin}" has no hook ${hook}`);
      const start = performance.now();
      const { failure, problems, returned } = await caller.call(hook, fieldsOf(hook, synthetic));
      const ms = Math.round(performance.now() - start);
      result.records.push({
        hook,
        ok: failure === null,
        ms,
        ...(failure === null ? {} : { message: failure }),
      });
      result.problems.push(...problems);
      if (hook === 'preRestore')
        Object.assign(result, { veto: failure }, failure === null ? given(returned) : {});
    }
    result.state = JSON.parse(await caller.state()) as TestPluginResult['state'];
    return result;
  } finally {
    await caller.close();
  }
}

function hooksOfRestore({ hooks, preRestoreInDryRun }: PluginCaller, dryRun: boolean): HookName[] {
  const inDryRun = (hook: HookName) =>
    hook === 'checkRestore' || (hook === 'preRestore' && preRestoreInDryRun);
  return HOOK_NAMES.filter((hook) => hooks.includes(hook) && (!dryRun || inDryRun(hook)));
}

function fieldsOf(hook: HookName, synthetic: SyntheticRestore): Record<string, unknown> {
  const { restore, committed, rolledBack, failure, process } = synthetic;
  switch (hook) {
    case 'checkRestore':
    case 'preRestore':
      return { ...restore };
    case 'postRestore':
      return { ...restore, report: committed };
    case 'restoreFailed':
      return { ...restore, report: rolledBack, failure };
    case 'processStarted': {
      const { id, name, instance, pid, at } = process;
      return { process: { id, name, instance, pid, at } };
    }
    case 'processExited':
      return { process };
  }
}

function given(returned: string | null): CheckedReturn {
  return returned === null ? { env: {}, skip: [] } : (JSON.parse(returned) as CheckedReturn);
}
