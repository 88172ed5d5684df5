import type { HookName } from '../pool/hook-protocol.ts';
import type { CheckedReturn } from '../pool/hook-thread/check-returned.ts';
import type { HookRecord } from '../protocol/restore-report.ts';
import { EventDelivery } from './event-delivery.ts';
import type {
  HookProgress,
  HookRestore,
  HookRunner,
  LoadedPluginInfo,
  PreRestoreOutcome,
} from './hook-runner.ts';
import { type HostOptions, hostPlugins } from './host-plugins.ts';
import type { CallOutcome, HostedPlugin, PluginHost } from './plugin-host.ts';

export interface HookRunnerOptions extends HostOptions {
  /** Called when a hook of a restore begins and ends. */
  onHook?: (progress: HookProgress) => void;
  /** How many events may wait for each plugin; default 1,000. */
  eventLimit?: number;
}

const EVENT_LIMIT = 1000;

/**
 * Loads the plugins of a config and returns a runner for their hooks. Without plugins, no thread is ever started.
 *
 * @throws OpmError `PLUGINS_UNUSABLE` (exit 78) with every problem of every plugin
 */
export async function createHookRunner(options: HookRunnerOptions): Promise<HookRunner> {
  if (options.entries.length === 0) return NO_PLUGINS;
  const { host, plugins } = await hostPlugins(options);
  return new PluginRunner({ ...options, host, plugins });
}

const NO_PLUGINS: HookRunner = {
  entries: [],
  plugins: [],
  checkRestore: async () => ({ records: [], problems: [] }),
  preRestore: async () => ({ records: [], veto: null, env: {}, skip: [] }),
  postRestore: async () => ({ records: [], degraded: false }),
  restoreFailed: async () => ({ records: [] }),
  processStarted: () => {},
  processExited: () => {},
  close: async () => {},
};

class PluginRunner implements HookRunner {
  readonly entries: HookRunner['entries'];
  readonly plugins: readonly LoadedPluginInfo[];
  readonly #hosted: readonly HostedPlugin[];
  readonly #host: PluginHost;
  readonly #events: EventDelivery;
  readonly #onHook: (progress: HookProgress) => void;

  constructor(options: HookRunnerOptions & { host: PluginHost; plugins: readonly HostedPlugin[] }) {
    const { entries, host, plugins, onLog, onHook = () => {}, eventLimit = EVENT_LIMIT } = options;
    this.entries = [...entries];
    this.plugins = plugins.map((plugin) => infoOf(plugin, this.entries));
    this.#hosted = plugins;
    this.#host = host;
    this.#onHook = onHook;
    const warn = (plugin: string, message: string) => onLog({ plugin, level: 'warn', message });
    this.#events = new EventDelivery({ plugins, host, limit: eventLimit, warn });
  }

  async checkRestore(restore: HookRestore, cancelled?: AbortSignal): ReturnType<HookRunner['checkRestore']> {
    this.#events.forgive();
    const records: HookRecord[] = [];
    const problems: HookRecord[] = [];
    for (const plugin of this.#with('checkRestore')) {
      const { record } = await this.#call(plugin, 'checkRestore', restore, { cancelled });
      records.push(record);
      if (!record.ok && isFatal(plugin, cancelled)) problems.push(record);
    }
    return { records, problems };
  }

  async preRestore(restore: HookRestore, cancelled?: AbortSignal): Promise<PreRestoreOutcome> {
    const outcome: PreRestoreOutcome = { records: [], veto: null, env: {}, skip: [] };
    for (const plugin of this.#with('preRestore')) {
      if (restore.dryRun && !plugin.preRestoreInDryRun) continue;
      const { record, returned } = await this.#call(plugin, 'preRestore', restore, { cancelled });
      outcome.records.push(record);
      if (record.ok) {
        merge(outcome, returned);
      } else if (isFatal(plugin, cancelled)) {
        outcome.veto = record;
        break;
      }
    }
    return outcome;
  }

  async postRestore(restore: HookRestore, report: unknown): ReturnType<HookRunner['postRestore']> {
    const records = await this.#callAll('postRestore', restore, { report });
    return { records, degraded: records.some(({ ok }) => !ok) };
  }

  async restoreFailed(
    restore: HookRestore,
    report: unknown,
    failure: string = failureOf(report),
  ): ReturnType<HookRunner['restoreFailed']> {
    return { records: await this.#callAll('restoreFailed', restore, { report, failure }) };
  }

  processStarted: HookRunner['processStarted'] = (process) =>
    this.#events.push({ hook: 'processStarted', process });

  processExited: HookRunner['processExited'] = (process) =>
    this.#events.push({ hook: 'processExited', process });

  async close(drainMs = 1000): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, drainMs);
    });
    await Promise.race([this.#events.drained(), limit]);
    clearTimeout(timer);
    await this.#host.close();
  }

  #with(hook: HookName): HostedPlugin[] {
    return this.#hosted.filter(({ hooks }) => hooks.includes(hook));
  }

  /** The last hooks of a restore: whatever plugins have left in the thread ends with them. */
  async #callAll(hook: HookName, restore: HookRestore, more: Record<string, unknown>): Promise<HookRecord[]> {
    const records: HookRecord[] = [];
    for (const plugin of this.#with(hook))
      records.push((await this.#call(plugin, hook, restore, { more })).record);
    this.#host.retire();
    return records;
  }

  async #call(
    plugin: HostedPlugin,
    hook: HookName,
    restore: HookRestore,
    { more = {}, cancelled }: { more?: Record<string, unknown>; cancelled?: AbortSignal | undefined },
  ): Promise<{ record: HookRecord; returned: string | null }> {
    this.#onHook({ plugin: plugin.name, hook, status: 'started', ms: null });
    const outcome = await this.#host.callHook(
      plugin,
      hook,
      { ...restore, ...more },
      { saveState: !restore.dryRun, cancelled },
    );
    const record = recordOf(plugin, hook, outcome);
    const { ok, ms, message } = record;
    const text = message === undefined ? {} : { message };
    this.#onHook({ plugin: plugin.name, hook, status: ok ? 'ok' : 'failed', ms, ...text });
    return { record, returned: outcome.returned };
  }
}

/** Before the commit: does a failure of this plugin end the restore? */
function isFatal({ onError }: HostedPlugin, cancelled: AbortSignal | undefined): boolean {
  return onError !== 'warn' || cancelled?.aborted === true;
}

function recordOf({ name, file }: HostedPlugin, hook: HookName, outcome: CallOutcome): HookRecord {
  const { failure, problems, ms } = outcome;
  const record: HookRecord = { plugin: name, hook, ok: failure === null && problems.length === 0, ms, file };
  const reported = problems.map(({ message, app }) => (app === undefined ? message : `${app}: ${message}`));
  const messages = failure === null ? reported : [...reported, failure];
  if (messages.length > 0) record.message = messages.join('; ');
  if (problems.length > 0) record.problems = problems;
  return record;
}

function merge(outcome: PreRestoreOutcome, returned: string | null): void {
  if (returned === null) return;
  const { env, skip } = JSON.parse(returned) as CheckedReturn;
  for (const [app, variables] of Object.entries(env))
    outcome.env[app] = { ...outcome.env[app], ...variables };
  outcome.skip = [...new Set([...outcome.skip, ...skip])];
}

/** Why a restore failed, according to its report: the first app that failed, otherwise the first hook. */
function failureOf(report: unknown): string {
  const { failed, hooks } = report as {
    failed?: { name: string; instance: number; reason: string }[];
    hooks?: HookRecord[];
  };
  const [app] = failed ?? [];
  if (app !== undefined) return `${app.name}:${app.instance}: ${app.reason}`;
  const hook = hooks?.find(({ ok }) => !ok);
  if (hook !== undefined) return `${hook.hook} of the plugin ${hook.plugin}: ${hook.message ?? 'failed'}`;
  return 'the restore was rolled back';
}

function infoOf(plugin: HostedPlugin, entries: HookRunner['entries']): LoadedPluginInfo {
  const { specifier, options } = entries[plugin.slot]!;
  const { name, file, hooks, timeoutMs, onError } = plugin;
  return { name, specifier, file, hooks, options, timeoutMs, onError };
}
