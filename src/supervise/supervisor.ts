import { messageOf } from '../errors.ts';
import type { Afterwards, Exit, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import { collectGarbageSoon } from '../runtime/quirks/collect-garbage.ts';
import { AdoptionWatch } from './adoption/adoption-watch.ts';
import { startReaping } from './adoption/orphan-reaper.ts';
import { ProcessRegistry } from './adoption/process-registry.ts';
import type { Deadline } from './deadlines.ts';
import type { ActorTools, PluginEnvironment, SupervisorEvents } from './instance/acting-instance.ts';
import { InstanceActor } from './instance/instance-actor.ts';
import type { Renewal, StartOptions } from './instance/instance-events.ts';
import type { InstanceView } from './instance/instance-view.ts';
import { possibleUsers, tokenOrigins } from './kin/token-origins.ts';
import { TokenSearch } from './kin/token-search.ts';
import type { Machine } from './machine.ts';
import { failed, type StartOutcome, type StopOutcome } from './outcome.ts';
import { ListenerJudge } from './readiness/listener-judge.ts';
import { SurvivorSearch } from './stop/survivor-search.ts';

/** All instances of a home, each with the one owner of its process and its state. */
export class Supervisor {
  readonly #journal: Journal;
  readonly #tools: ActorTools;
  readonly #actors = new Map<number, InstanceActor>();
  #closing = false;
  #stopReaping: () => void = () => {};

  constructor(options: {
    journal: Journal;
    machine: Machine;
    home: string;
    /** The home's key, which signs tokens. */
    secret: Buffer;
    events: SupervisorEvents;
    pluginEnv: PluginEnvironment;
  }) {
    const { journal, machine, home, secret, events, pluginEnv } = options;
    const { table, deadlines, signal } = machine;
    const watch = new AdoptionWatch(table, deadlines, machine.ends);
    const registry = new ProcessRegistry(watch, machine.holds);
    const spawner = machine.openSpawner({
      event: (event) => {
        registry.handle(event);
        collectGarbageSoon();
      },
      threadLost: (threadId) => {
        const orphans = registry.threadLost(threadId);
        events.note(
          `a spawner thread was lost and replaced; ${orphans} processes are now watched by looking`,
        );
      },
    });
    const users = () => possibleUsers(journal.state.instances.values());
    const claims = registry.pids;
    const { orphans } = machine;
    this.#journal = journal;
    this.#tools = {
      ...{ journal, machine, table, deadlines, signal, watch, registry, spawner },
      ...{ home, secret, events, pluginEnv },
      search: new SurvivorSearch({
        ...{ table, orphans, claims, users },
        tokens: new TokenSearch(table, claims, () => tokenOrigins(journal.state.instances.values())),
      }),
      listeners: new ListenerJudge(table, users),
      isClosing: () => this.#closing,
    };
    if (orphans !== null) {
      this.#stopReaping = startReaping({ orphans, deadlines, isClaimed: (pid) => claims.has(pid) });
    }
  }

  /** The instance as it stands; made on first sight. @throws Error when the ledger does not know it */
  get(id: number): InstanceView {
    return this.#actor(id);
  }

  /** How many processes are alive, and how many of them an earlier daemon started. */
  countProcesses(): { processes: number; adopted: number } {
    let adopted = 0;
    for (const { alive } of this.#actors.values()) if (alive?.adopted) adopted += 1;
    return { processes: this.#tools.registry.pids.size, adopted };
  }

  /** Forgets an instance that has no process. The caller writes the fact. */
  drop(id: number): void {
    this.#actors.get(id)?.forget();
    this.#actors.delete(id);
  }

  /**
   * Starts an instance and waits until it is ready. If it is already starting, this waits for it; if it is online,
   * there is nothing to do. Never rejects.
   */
  async start(id: number, options: StartOptions = {}): Promise<StartOutcome> {
    const { deadlines } = this.#tools;
    const begunMs = deadlines.now();
    const outcome = await this.#actor(id)
      .start(options)
      .catch((error) => failed(messageOf(error)));
    return { ...outcome, ms: Math.round(deadlines.now() - begunMs) };
  }

  /**
   * Ends the process of an instance, if it has one, and takes back a planned restart.
   *
   * @param afterwards what comes after it, for the ledger
   * @param options.certain go on even when the ledger cannot be written: a rollback or a shutdown must
   * @throws OpmError LEDGER_UNWRITABLE (1): nothing was stopped
   */
  async stop(id: number, afterwards: Afterwards, options: { certain?: boolean } = {}): Promise<StopOutcome> {
    return this.#actor(id).stop(afterwards, options.certain === true);
  }

  /** Restarts a working instance for a reason of OPM's own; one that a restore holds is left alone. Never rejects. */
  renew(id: number, renewal: Renewal): Promise<StartOutcome> {
    return this.#actor(id)
      .renew(renewal)
      .catch((error) => failed(messageOf(error)));
  }

  /** Ends a process that is alive but does not work, and lets the restart policy decide what comes next. */
  giveUp(id: number, renewal: Renewal): Promise<void> {
    return this.#actor(id).giveUp(renewal);
  }

  /** Sends a signal to the process alone, not to its group. Returns `null`, or why it was not sent. */
  signal(id: number, signal: NodeJS.Signals): string | null {
    const sent = this.#actor(id).signal(signal);
    return sent === 'sent' ? null : SIGNAL_FAILURES[sent];
  }

  /** What plugins give an instance. @throws Error when they refuse */
  pluginEnvOf(instance: LedgerInstance): Promise<Record<string, string>> {
    return this.#tools.pluginEnv(instance);
  }

  /** Adopts the process that an earlier daemon started, according to the ledger. */
  adopt(id: number): void {
    const claim = this.#journal.state.instances.get(id)?.claim ?? null;
    if (claim === null) throw new Error(`Instance ${id} has no claim to adopt`);
    this.#actor(id).adopt(claim);
  }

  /** Its process cannot be verified from here: it is left alone, and nothing is started in its place. */
  fence(id: number, reason: string): void {
    this.#actor(id).fence(reason);
  }

  /** Lets the restart policy decide about an instance whose process ended while no daemon was watching. */
  resume(id: number, exit: Exit): void {
    this.#actor(id).resume(exit);
  }

  /** Makes an instance without a process wait for its restart again, as long as after its last crash. */
  waitAgain(id: number): void {
    this.#actor(id).planStart({ wait: null, reason: null });
  }

  /** Starts an instance without a process once all of these are online. `reason` says so in words. */
  startAfter(id: number, others: number[], reason: string): void {
    const wait = (go: () => void): Deadline => {
      const missing = new Set(others);
      const waits = others.map((other) =>
        this.#actor(other).onceOnline(() => {
          missing.delete(other);
          if (missing.size === 0) go();
        }),
      );
      const cancel = () => {
        for (const one of waits) one.cancel();
      };
      return { cancel };
    };
    this.#actor(id).planStart({ wait, reason });
  }

  /** Ends what a process left behind that exited while no daemon was watching. */
  endLeftovers(id: number, token: string): Promise<string | null> {
    return this.#actor(id).endLeftovers(token);
  }

  /** A restore works on it: from here on, the restore decides what an exit means. */
  hold(id: number): void {
    this.#actor(id).hold();
  }

  /** Ends a restore's hold: the restart policy applies again. */
  release(id: number): void {
    if (this.#journal.state.instances.has(id)) this.#actor(id).release();
  }

  /** Ends the wait for readiness of an instance that a restore holds: it fails now. */
  abandon(id: number): void {
    this.#actor(id).abandon();
  }

  /** Clears the memory of crashes. */
  forgive(id: number): void {
    this.#actor(id).forgive();
  }

  /** From here on, nothing is started automatically. */
  cease(): void {
    this.#closing = true;
  }

  /** Stops watching. Processes run on. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#stopReaping();
    this.#tools.deadlines.clear();
    await this.#tools.watch.close();
    await this.#tools.spawner.close();
  }

  #actor(id: number): InstanceActor {
    const known = this.#actors.get(id);
    if (known !== undefined) return known;
    const instance = this.#journal.state.instances.get(id);
    if (instance === undefined) throw new Error(`The ledger has no instance ${id}`);
    const actor = new InstanceActor(instance, this.#tools);
    this.#actors.set(id, actor);
    return actor;
  }
}

const SIGNAL_FAILURES = {
  'not-running': 'it is not running',
  dead: 'its process has just ended',
  unverifiable: 'its process cannot be verified from here, so it was left alone',
  'not-permitted': 'this user may not signal its process',
};
