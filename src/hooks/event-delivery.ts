import type { EventsRequest } from '../pool/hook-protocol.ts';
import type { HostedPlugin, PluginHost } from './plugin-host.ts';

type PluginEvent = EventsRequest['events'][number];

/** The events waiting for one plugin. */
interface Waiting {
  plugin: HostedPlugin;
  events: PluginEvent[];
  dropped: number;
  /** Consecutive batches that took the thread down. */
  lostInARow: number;
  pumping: boolean;
}

/** How many events are passed to the plugin thread in one task. */
const BATCH = 64;
/** A plugin whose event hooks take the thread down this often in a row gets no more events until the next restore. */
const PATIENCE = 3;

/**
 * Delivers `processStarted` and `processExited` to the plugins that want them: in order, in batches, and without ever
 * making the caller wait. Events that a plugin is too slow for are dropped and counted.
 */
export class EventDelivery {
  readonly #waiting: readonly Waiting[];
  readonly #host: PluginHost;
  readonly #limit: number;
  readonly #warn: (plugin: string, message: string) => void;
  readonly #idle = new Set<() => void>();

  /**
   * @param options.limit how many events may wait for each plugin
   * @param options.warn called with failures and losses
   */
  constructor(options: {
    plugins: readonly HostedPlugin[];
    host: PluginHost;
    limit: number;
    warn: (plugin: string, message: string) => void;
  }) {
    this.#host = options.host;
    this.#limit = options.limit;
    this.#warn = options.warn;
    this.#waiting = options.plugins
      .filter(({ hooks }) => hooks.includes('processStarted') || hooks.includes('processExited'))
      .map((plugin) => ({ plugin, events: [], dropped: 0, lostInARow: 0, pumping: false }));
  }

  push(event: PluginEvent): void {
    for (const waiting of this.#waiting) {
      if (!waiting.plugin.hooks.includes(event.hook)) continue;
      if (waiting.events.length >= this.#limit || waiting.lostInARow >= PATIENCE) waiting.dropped += 1;
      else waiting.events.push(event);
      if (waiting.pumping || waiting.events.length === 0) continue;
      waiting.pumping = true;
      // Not immediately: events come in bursts, and a burst makes few batches.
      setImmediate(() => void this.#pump(waiting));
    }
  }

  /** Gives plugins whose events were suspended another chance: a restore begins. */
  forgive(): void {
    for (const waiting of this.#waiting) {
      waiting.lostInARow = 0;
      this.#reportDropped(waiting);
    }
  }

  /** Resolves when all events are delivered or dropped. */
  async drained(): Promise<void> {
    if (this.#waiting.every((waiting) => !waiting.pumping)) return;
    await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  async #pump(waiting: Waiting): Promise<void> {
    const { plugin, events } = waiting;
    while (events.length > 0) {
      const batch = events.splice(0, BATCH);
      const { handled, failures, lost } = await this.#host.callEvents(plugin, batch);
      for (const failure of failures) this.#warn(plugin.name, failure);
      waiting.lostInARow = lost ? waiting.lostInARow + 1 : 0;
      const rest = batch.slice(handled);
      if (waiting.lostInARow >= PATIENCE) {
        waiting.dropped += rest.length + events.splice(0).length;
        this.#warn(
          plugin.name,
          `its event hooks failed ${PATIENCE} times in a row; it gets no events until the next restore`,
        );
      } else {
        events.unshift(...rest);
      }
      this.#reportDropped(waiting);
    }
    waiting.pumping = false;
    this.#reportDropped(waiting);
    if (this.#waiting.some(({ pumping }) => pumping)) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  #reportDropped(waiting: Waiting): void {
    if (waiting.dropped === 0) return;
    this.#warn(waiting.plugin.name, `${waiting.dropped} events were dropped because it cannot keep up`);
    waiting.dropped = 0;
  }
}
