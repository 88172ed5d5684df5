import { messageOf } from '../errors.ts';
import {
  BATCH_MS,
  type EventsRequest,
  type EventsResult,
  type HookName,
  type HookProblem,
  type HookRequest,
  type HookResult,
} from '../pool/hook-protocol.ts';
import { ThreadError } from '../pool/thread-pool.ts';
import { cannotEndLoopingThreads } from '../runtime/quirks/looping-thread.ts';
import type { PluginState } from './plugin-state.ts';
import { type PluginThread, SILENCE_MS } from './plugin-thread.ts';
import { TaskQueue } from './task-queue.ts';

/** A plugin that was loaded without a problem. */
export interface HostedPlugin {
  slot: number;
  name: string;
  hooks: readonly HookName[];
  preRestoreInDryRun: boolean;
  /** Its module, or `opm` for a first-party plugin. */
  file: string;
  configDir: string;
  timeoutMs: number;
  onError: 'fail' | 'warn' | null;
  state: PluginState;
}

/** The outcome of one hook call, as seen by the main thread. */
export interface CallOutcome {
  /** `null`: it succeeded. */
  failure: string | null;
  problems: HookProblem[];
  /** Its return value as JSON text. */
  returned: string | null;
  ms: number;
}

/** Calls hooks in the plugin thread, one at a time, and keeps the plugins' state. Never rejects. */
export class PluginHost {
  readonly #thread: PluginThread;
  readonly #queue = new TaskQueue();

  constructor(thread: PluginThread) {
    this.#thread = thread;
  }

  /**
   * Runs one hook.
   *
   * @param fields what its context contains beyond the fields of every hook
   * @param how.cancelled when aborted, a running hook is told to stop, and one that has not begun does not start
   */
  async callHook(
    plugin: HostedPlugin,
    hook: HookName,
    fields: Record<string, unknown>,
    { saveState, cancelled }: { saveState: boolean; cancelled?: AbortSignal | undefined },
  ): Promise<CallOutcome> {
    return await this.#queue.add(async () => {
      let start = performance.now();
      let left: string | null = null;
      try {
        const state = await plugin.state.read();
        const loaded = (await this.#thread.load())[plugin.slot];
        if (loaded?.ok === false) throw new Error(`cannot be loaded again: ${loaded.problems.join('; ')}`);
        if (cancelled?.aborted === true) throw new Error('was cancelled before it began');
        start = performance.now();
        const { slot, timeoutMs, configDir } = plugin;
        const result = await this.#thread.run<HookResult>({
          name: 'runHook',
          calls: 1,
          deadlineMs: timeoutMs + SILENCE_MS,
          request: (call): HookRequest => ({ slot, call, hook, timeoutMs, configDir, state, fields }),
          leaves: (json) => {
            left = json;
          },
          ...(cancelled === undefined ? {} : { cancelled }),
        });
        const ms = Math.round(performance.now() - start);
        if (saveState && result.state !== null && result.state !== state)
          await plugin.state.write(result.state);
        return { failure: result.failure, problems: result.problems, returned: result.returned, ms };
      } catch (error) {
        const ms = Math.round(performance.now() - start);
        const failure = this.#describe(error, plugin, cancelled);
        const unsaved = saveState ? await saveLeft(plugin, left) : '';
        return { failure: failure + unsaved, problems: [], returned: null, ms };
      }
    });
  }

  /**
   * Passes a batch of events to a plugin, in order.
   *
   * @returns how many of them are done with, and what went wrong; all of them are when the thread was lost
   */
  async callEvents(
    plugin: HostedPlugin,
    events: EventsRequest['events'],
  ): Promise<{ handled: number; failures: string[]; lost: boolean }> {
    return await this.#queue.add(async () => {
      let left: string | null = null;
      try {
        const state = await plugin.state.read();
        const { slot, timeoutMs, configDir } = plugin;
        const result = await this.#thread.run<EventsResult>({
          name: 'runEvents',
          calls: events.length,
          deadlineMs: timeoutMs + BATCH_MS + SILENCE_MS,
          request: (call): EventsRequest => ({ slot, call, timeoutMs, configDir, state, events }),
          leaves: (json) => {
            left = json;
          },
        });
        if (result.state !== state) await plugin.state.write(result.state);
        const failures = result.failures.map(
          ({ hook, ms, message }) => `${hook} failed after ${ms} ms: ${message}`,
        );
        return { handled: result.handled, failures, lost: result.spoiled };
      } catch (error) {
        const hooks = [...new Set(events.map(({ hook }) => hook))].join(' or ');
        const unsaved = await saveLeft(plugin, left);
        return {
          handled: events.length,
          failures: [`${hooks} failed: ${this.#describe(error, plugin)}${unsaved}`],
          lost: true,
        };
      }
    });
  }

  /** Ends the thread once earlier tasks are done: nothing that a plugin left behind outlives this. */
  retire(): void {
    void this.#queue.add(async () => this.#thread.retire());
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  #describe(error: unknown, { timeoutMs, file }: HostedPlugin, cancelled?: AbortSignal): string {
    const where = ` (${file})`;
    if (!(error instanceof ThreadError)) {
      const isEnded = cancelled?.aborted === true && /^Terminating worker/.test(messageOf(error));
      return (isEnded ? 'was cancelled and did not respond' : messageOf(error)) + where;
    }
    if (error.code === 'THREAD_LOST') return `ended the plugin thread${where}`;
    if (error.code === 'THREAD_CLOSED') return `did not run: OPM is stopping its plugins${where}`;
    const loop = `did not end within ${timeoutMs} ms and does not respond: an endless loop or a blocking call${where}`;
    return cannotEndLoopingThreads() ? `${loop}; Deno cannot end it, but "opm daemon restart" will` : loop;
  }
}

/** Saves the state of a hook that took its thread with it. Returns what to add to its failure. */
async function saveLeft({ state }: HostedPlugin, left: string | null): Promise<string> {
  if (left === null) return '';
  try {
    await state.write(left);
    return '';
  } catch (error) {
    return `; ${messageOf(error)}`;
  }
}
