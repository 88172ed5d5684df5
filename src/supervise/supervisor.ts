import { messageOf } from '../errors.ts';
import type { Afterwards, Exit, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import type { ProcessTable } from '../runtime/proc/process-table.ts';
import { collectGarbageSoon } from '../runtime/quirks/collect-garbage.ts';
import { AdoptionWatch } from './adoption/adoption-watch.ts';
import { ProcessRegistry } from './adoption/process-registry.ts';
import { Deadlines } from './deadlines.ts';
import { Lifecycle, type SupervisorEvents } from './lifecycle.ts';
import { failed, type StartOutcome, type StopOutcome } from './outcome.ts';
import { NO_CRASHES } from './policy/restart-policy.ts';
import type { SpawnTools } from './start/spawn-instance.ts';
import { Spawner } from './start/spawner.ts';
import { Starter, type StartOptions } from './start/starter.ts';
import { signalProcess } from './stop/signals.ts';
import { endSurvivors, type TerminateTools, terminate } from './stop/terminate.ts';
import { TokenSearch } from './stop/token-search.ts';
import { inLane, newRunning, type Supervised } from './supervised.ts';

/**
 * Owns every instance's process: starts, watches, restarts and ends it. The only writer of claims.
 * Operations on one instance run one after the other; different instances do not wait for each other.
 */
export class Supervisor {
  readonly journal: Journal;
  readonly table: ProcessTable;
  readonly deadlines = new Deadlines();
  readonly #events: SupervisorEvents;
  readonly #life: Lifecycle;
  readonly #registry: ProcessRegistry;
  readonly #spawner: Spawner;
  readonly #starter: Starter;
  readonly #terminateTools: TerminateTools;

  constructor(options: {
    journal: Journal;
    table: ProcessTable;
    home: string;
    threads: number;
    events: SupervisorEvents;
    /** What plugins give an instance; asked again when the daemon has forgotten it. */
    pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>;
  }) {
    const { journal, table, home } = options;
    this.journal = journal;
    this.table = table;
    this.#events = options.events;
    const watch = new AdoptionWatch(table);
    const registry = new ProcessRegistry(watch);
    this.#registry = registry;
    this.#spawner = new Spawner(options.threads, {
      event: (event) => {
        registry.handle(event);
        collectGarbageSoon();
      },
      threadLost: (threadId) => {
        const orphans = registry.threadLost(threadId);
        this.#events.note(
          `a spawner thread was lost and replaced; ${orphans} processes are now watched by looking`,
        );
      },
    });
    const spawnTools: SpawnTools = { journal, table, registry, spawner: this.#spawner, home };
    this.#terminateTools = {
      table,
      deadlines: this.deadlines,
      watch,
      search: new TokenSearch(table, registry.pids),
    };
    this.#life = new Lifecycle({
      journal,
      registry,
      tools: this.#terminateTools,
      events: this.#events,
      begin: (supervised) => this.#starter.begin(supervised),
    });
    this.#starter = new Starter({
      life: this.#life,
      spawnTools,
      tools: this.#terminateTools,
      events: this.#events,
      pluginEnv: options.pluginEnv,
    });
  }

  /** The instance as it stands; made on first sight. @throws Error when the ledger does not know it */
  get(id: number): Supervised {
    return this.#life.get(id);
  }

  /** How many processes are alive, and how many of them an earlier daemon started. */
  countProcesses(): { processes: number; adopted: number } {
    let adopted = 0;
    for (const { running } of this.#life.all()) if (running?.adopted && !running.ended) adopted += 1;
    return { processes: this.#registry.pids.size, adopted };
  }

  /** Whether a live claim has this PID. */
  holds(pid: number): boolean {
    return this.#registry.pids.has(pid);
  }

  /** Forgets an instance that has no process. The caller writes the fact. */
  drop(id: number): void {
    this.#life.drop(id);
  }

  /**
   * Starts an instance and waits until it is ready. One that is starting already is waited for, one that is online
   * is fine. Never rejects.
   */
  async start(id: number, options: StartOptions = {}): Promise<StartOutcome> {
    const begunMs = performance.now();
    const outcome = await this.#starter
      .start(this.get(id), options)
      .catch((error) => failed(messageOf(error)));
    return { ...outcome, ms: Math.round(performance.now() - begunMs) };
  }

  /**
   * Ends the process of an instance, if it has one, and takes back a planned restart.
   *
   * @param afterwards what comes after it, for the ledger
   * @param options.certain go on even when the ledger cannot be written: a rollback or a shutdown must
   * @throws OpmError LEDGER_UNWRITABLE (1): nothing was stopped
   */
  stop(id: number, afterwards: Afterwards, options: { certain?: boolean } = {}): Promise<StopOutcome> {
    const supervised = this.get(id);
    return inLane(supervised, () => this.#stop(supervised, afterwards, options.certain === true));
  }

  /** Sends a signal to the process alone, not to its group. Returns `null`, or why it was not sent. */
  signal(id: number, signal: NodeJS.Signals): string | null {
    const { running } = this.get(id);
    if (running === null) return 'it is not running';
    const sent = signalProcess({ table: this.table, identity: running.identity, signal, group: false });
    return sent === 'sent' ? null : SIGNAL_FAILURES[sent];
  }

  /** Takes over a process that an earlier daemon started. */
  adopt(id: number): void {
    const supervised = this.get(id);
    const { claim } = this.#life.instanceOf(id);
    if (claim === null) throw new Error(`Instance ${id} has no claim to adopt`);
    const { token, identity, logOffsets } = claim;
    this.#life.transition(supervised, 'adopted');
    this.#life.attach(supervised, newRunning({ token, identity, threadId: null, adopted: true, logOffsets }));
    if (claim.online) this.#life.transition(supervised, 'became-ready');
  }

  /** Its process cannot be verified from here: it is left alone, and nothing is started in its place. */
  fence(id: number, reason: string): void {
    const supervised = this.get(id);
    supervised.unverifiable = true;
    supervised.reason = reason;
    this.#life.transition(supervised, 'gave-up');
  }

  /** What to do about an instance whose process ended while no daemon watched: the restart policy says. */
  resume(id: number, exit: Exit): void {
    const supervised = this.get(id);
    if (supervised.running === null && supervised.status !== 'backoff')
      this.#life.settle(supervised, exit, null);
  }

  /** Ends what a process left behind that ended while no daemon watched. */
  endLeftovers(id: number, token: string): Promise<string | null> {
    const supervised = this.get(id);
    const { spec } = this.#life.instanceOf(id);
    return inLane(supervised, () => endSurvivors(this.#terminateTools, token, spec.stop.timeoutMs));
  }

  /** Ends the wait for readiness of an instance that a restore holds: it fails now. */
  abandon(id: number): void {
    const supervised = this.get(id);
    supervised.abandoned = true;
    supervised.running?.waiting?.abort();
  }

  /** Ends the hold of a restore: the restart policy rules again. */
  release(id: number): void {
    if (this.journal.state.instances.has(id)) this.get(id).held = false;
  }

  /** Clears the memory of crashes. */
  forgive(id: number): void {
    this.get(id).crashes = NO_CRASHES;
  }

  /** From here on nothing is started by itself. */
  cease(): void {
    this.#life.close();
  }

  /** Stops watching. Processes run on. */
  async close(): Promise<void> {
    this.#life.close();
    this.deadlines.clear();
    this.#terminateTools.watch.close();
    await this.#spawner.close();
  }

  /** In the lane. */
  async #stop(supervised: Supervised, afterwards: Afterwards, certain: boolean): Promise<StopOutcome> {
    const { id, running } = supervised;
    supervised.backoff?.cancel();
    supervised.backoff = null;
    if (running === null) {
      if (supervised.unverifiable) return { ok: false, reason: supervised.reason };
      if (supervised.status !== 'stopped') this.#life.transition(supervised, 'came-to-rest');
      supervised.reason = null;
      return { ok: true, reason: null };
    }
    const announcement = [{ op: 'stop', id, afterwards, at: now() } as const];
    if (certain) {
      this.journal.record(announcement);
      this.journal.flush();
    } else {
      await this.journal.append(announcement);
    }
    faultPoint('stop.intended');
    this.#life.transition(supervised, 'stop-begun');
    running.waiting?.abort();
    const left = await terminate(this.#terminateTools, running, this.#life.instanceOf(id).spec.stop);
    faultPoint('stop.ended');
    if (!running.ended) return { ok: false, reason: left };
    const exit = await running.exited;
    this.#life.detach(supervised, running);
    this.#life.recordRelease(id, running.token, exit, afterwards === 'start' ? null : 'stopped');
    this.#life.transition(supervised, 'came-to-rest');
    this.#events.exited(id, running, exit, supervised.status);
    return { ok: left === null, reason: left };
  }
}

const SIGNAL_FAILURES = {
  dead: 'its process has just ended',
  unverifiable: 'its process cannot be verified from here, so it was left alone',
  'not-permitted': 'this user may not signal its process',
};

function now(): string {
  return new Date().toISOString();
}
