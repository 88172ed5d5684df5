import { messageOf, OpmError } from '../errors.ts';
import type { Afterwards, Exit, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import type { ProcessTable } from '../runtime/process-table.ts';
import { AdoptionWatch } from './adoption-watch.ts';
import { decideAfterExit, isCompletion } from './after-exit.ts';
import { Deadlines } from './deadlines.ts';
import { type InstanceEvent, type InstanceStatus, nextStatus } from './instance-status.ts';
import { type LaunchResult, type LaunchTools, launch } from './launch.ts';
import { logTailOf } from './log-tail-of.ts';
import {
  completed,
  describeExit,
  exitBecause,
  failed,
  type StartOutcome,
  type StopOutcome,
  succeeded,
} from './outcome.ts';
import { Preflight } from './preflight.ts';
import { probeContextOf } from './probe-context.ts';
import { ProcessRegistry } from './process-registry.ts';
import { awaitReady } from './readiness.ts';
import { NO_CRASHES } from './restart-policy.ts';
import { killProbe, signalProcess } from './signals.ts';
import { Spawner } from './spawner.ts';
import { inLane, newRunning, newSupervised, type Running, type Supervised } from './supervised.ts';
import { endSurvivors, type TerminateTools, terminate } from './terminate.ts';
import { TokenSearch } from './token-search.ts';

/** How long to wait before a start that the machine had no means for is tried again. */
const SHORTAGE_RETRY_MS = 1000;

export interface SupervisorEvents {
  started(id: number, running: Running): void;
  exited(id: number, running: Running, exit: Exit, status: InstanceStatus): void;
  /** Something worth a line in the daemon's log. */
  note(message: string): void;
}

export interface StartOptions {
  /** A restore is at work: a failure is reported to it and not retried. */
  held?: boolean;
  /** Counts as a restart of the instance. */
  restart?: boolean;
  /** Shares checks among the instances of one restore. */
  preflight?: Preflight;
}

/**
 * Owns every instance's process: starts, watches, restarts and ends it. The only writer of claims.
 * Operations on one instance run one after the other; different instances do not wait for each other.
 */
export class Supervisor {
  readonly journal: Journal;
  readonly table: ProcessTable;
  readonly deadlines = new Deadlines();
  readonly #events: SupervisorEvents;
  readonly #pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>;
  readonly #instances = new Map<number, Supervised>();
  readonly #registry: ProcessRegistry;
  readonly #spawner: Spawner;
  readonly #launchTools: LaunchTools;
  readonly #terminateTools: TerminateTools;
  #closing = false;

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
    this.#pluginEnv = options.pluginEnv;
    const watch = new AdoptionWatch(table);
    const registry = new ProcessRegistry(watch);
    this.#registry = registry;
    this.#spawner = new Spawner(options.threads, {
      event: (event) => registry.handle(event),
      threadLost: (threadId) => {
        const orphans = registry.threadLost(threadId);
        this.#events.note(
          `a spawner thread was lost and replaced; ${orphans} processes are now watched by looking`,
        );
      },
    });
    this.#launchTools = { journal, table, registry, spawner: this.#spawner, home };
    this.#terminateTools = {
      table,
      deadlines: this.deadlines,
      watch,
      search: new TokenSearch(table, registry.pids),
    };
  }

  /** The instance as it stands; made on first sight. @throws Error when the ledger does not know it */
  get(id: number): Supervised {
    let supervised = this.#instances.get(id);
    if (supervised === undefined) {
      supervised = newSupervised(this.#ledgerInstance(id));
      this.#instances.set(id, supervised);
    }
    return supervised;
  }

  /** How many processes are alive, and how many of them an earlier daemon started. */
  countProcesses(): { processes: number; adopted: number } {
    let adopted = 0;
    for (const { running } of this.#instances.values()) if (running?.adopted && !running.ended) adopted += 1;
    return { processes: this.#registry.pids.size, adopted };
  }

  /** Forgets an instance that has no process. The caller writes the fact. */
  drop(id: number): void {
    this.#instances.get(id)?.backoff?.cancel();
    this.#instances.delete(id);
  }

  /**
   * Starts an instance and waits until it is ready. One that is starting already is waited for, one that is online
   * is fine. Never rejects.
   */
  async start(id: number, options: StartOptions = {}): Promise<StartOutcome> {
    const begunMs = performance.now();
    const outcome = await this.#start(this.get(id), options).catch((error) => failed(messageOf(error)));
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
    const { claim } = this.#ledgerInstance(id);
    if (claim === null) throw new Error(`Instance ${id} has no claim to adopt`);
    const { token, identity, logOffsets } = claim;
    this.#transition(supervised, 'adopted');
    this.#attach(supervised, newRunning({ token, identity, threadId: null, adopted: true, logOffsets }));
    if (claim.online) this.#transition(supervised, 'became-ready');
  }

  /** Its process cannot be verified from here: it is left alone, and nothing is started in its place. */
  fence(id: number, reason: string): void {
    const supervised = this.get(id);
    supervised.unverifiable = true;
    supervised.reason = reason;
    this.#transition(supervised, 'gave-up');
  }

  /** What to do about an instance whose process ended while no daemon watched: the restart policy says. */
  resume(id: number, exit: Exit): void {
    const supervised = this.get(id);
    if (supervised.running === null && supervised.status !== 'backoff') this.#settle(supervised, exit, null);
  }

  /** Ends what a process left behind that ended while no daemon watched. */
  endLeftovers(id: number, token: string): Promise<string | null> {
    const supervised = this.get(id);
    const { spec } = this.#ledgerInstance(id);
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
    const supervised = this.#instances.get(id);
    if (supervised !== undefined) supervised.held = false;
  }

  /** Clears the memory of crashes. */
  forgive(id: number): void {
    this.get(id).crashes = NO_CRASHES;
  }

  /** Stops watching. Processes run on. */
  async close(): Promise<void> {
    this.#closing = true;
    this.deadlines.clear();
    this.#terminateTools.watch.close();
    await this.#spawner.close();
  }

  async #start(supervised: Supervised, options: StartOptions): Promise<StartOutcome> {
    supervised.held = options.held === true;
    supervised.abandoned = false;
    const running = await inLane(supervised, () => this.#launch(supervised, options));
    if (typeof running === 'string') return failed(running);
    running.readiness ??= this.#becomeReady(supervised, running);
    return running.readiness;
  }

  /** In the lane: the process of the instance, spawned now unless it has one, or why there is none. */
  async #launch(supervised: Supervised, options: StartOptions): Promise<Running | string> {
    if (supervised.running !== null) return supervised.running;
    if (supervised.unverifiable) return supervised.reason ?? 'its process cannot be verified';
    supervised.backoff?.cancel();
    supervised.backoff = null;
    supervised.reason = null;
    this.#transition(supervised, 'start-begun');
    const instance = this.#ledgerInstance(supervised.id);
    const result = await this.#tryLaunch(instance, options);
    if (result.ok) {
      this.#attach(supervised, result.running);
      this.#events.started(supervised.id, result.running);
      return result.running;
    }
    this.#launchFailed(supervised, result);
    return result.reason;
  }

  async #tryLaunch(instance: LedgerInstance, options: StartOptions): Promise<LaunchResult> {
    try {
      return await launch(this.#launchTools, instance, {
        restart: options.restart === true,
        pluginEnv: instance.pluginEnv.length === 0 ? {} : await this.#pluginEnv(instance),
        preflight: options.preflight ?? new Preflight({ table: this.table }),
      });
    } catch (error) {
      const shortage = error instanceof OpmError && error.code === 'LEDGER_UNWRITABLE';
      return { ok: false, reason: messageOf(error), shortage, intended: null };
    }
  }

  #launchFailed(supervised: Supervised, result: Extract<LaunchResult, { ok: false }>): void {
    const { reason, intended } = result;
    const retry = result.shortage && !supervised.held;
    if (intended !== null) {
      this.#recordRelease(supervised.id, intended, exitBecause(reason), retry ? null : 'errored');
      this.#registry.forget(intended);
    }
    supervised.reason = reason;
    this.#transition(supervised, retry ? 'restart-planned' : 'gave-up');
    if (retry) this.#planStart(supervised, SHORTAGE_RETRY_MS);
  }

  #attach(supervised: Supervised, running: Running): void {
    supervised.running = running;
    void running.exited.then((exit) => this.#afterExit(supervised, running, exit));
    this.#registry.attach(running);
  }

  async #becomeReady(supervised: Supervised, running: Running): Promise<StartOutcome> {
    if (supervised.status === 'online') return succeeded(running);
    const waiting = new AbortController();
    running.waiting = waiting;
    const instance = this.#ledgerInstance(supervised.id);
    if (supervised.abandoned) waiting.abort();
    const readiness = await awaitReady({
      spec: instance.spec,
      process: { pid: running.identity.pid, isAlive: () => !running.ended },
      logOffsets: running.logOffsets,
      fdReady: running.fdReady,
      signal: waiting.signal,
      deadlines: this.deadlines,
      killProbe,
      ...(await probeContextOf(instance, this.journal.state.envs, this.#pluginEnv)),
    });
    running.waiting = null;
    if (running.ended) return this.#endedWhileStarting(supervised, running);
    if (supervised.status !== 'starting') return failed('it was stopped');
    if (!readiness.ready) return this.#neverReady(supervised, running, readiness.reason);
    this.#transition(supervised, 'became-ready');
    this.journal.record([{ op: 'online', id: supervised.id, token: running.token }]);
    return succeeded(running);
  }

  async #endedWhileStarting(supervised: Supervised, running: Running): Promise<StartOutcome> {
    const { spec } = this.#ledgerInstance(supervised.id);
    const exit = await running.exited;
    const log = logTailOf(spec);
    await supervised.lane;
    return isCompletion(spec, exit) ? completed() : failed(describeExit(exit), log);
  }

  async #neverReady(supervised: Supervised, running: Running, reason: string): Promise<StartOutcome> {
    const { id } = supervised;
    const { spec } = this.#ledgerInstance(id);
    await inLane(supervised, async () => {
      if (supervised.running !== running || running.ended) return;
      this.#transition(supervised, 'stop-begun');
      this.journal.record([{ op: 'stop', id, afterwards: 'start', at: now() }]);
      this.journal.flush();
      const left = await terminate(this.#terminateTools, running, spec.stop);
      if (running.ended) this.#settle(supervised, exitBecause(reason), running);
      if (left !== null) this.#events.note(`"${spec.name}" was never ready, and ${left}`);
    });
    return failed(reason, logTailOf(spec));
  }

  /** In the lane. */
  async #stop(supervised: Supervised, afterwards: Afterwards, certain: boolean): Promise<StopOutcome> {
    const { id, running } = supervised;
    supervised.backoff?.cancel();
    supervised.backoff = null;
    if (running === null) {
      if (supervised.unverifiable) return { ok: false, reason: supervised.reason };
      if (supervised.status !== 'stopped') this.#transition(supervised, 'came-to-rest');
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
    this.#transition(supervised, 'stop-begun');
    running.waiting?.abort();
    const left = await terminate(this.#terminateTools, running, this.#ledgerInstance(id).spec.stop);
    faultPoint('stop.ended');
    if (!running.ended) return { ok: false, reason: left };
    const exit = await running.exited;
    this.#detach(supervised, running);
    this.#recordRelease(id, running.token, exit, afterwards === 'start' ? null : 'stopped');
    this.#transition(supervised, 'came-to-rest');
    this.#events.exited(id, running, exit, supervised.status);
    return { ok: left === null, reason: left };
  }

  /** A process ended. If somebody is stopping it, that one sees to the rest. */
  #afterExit(supervised: Supervised, running: Running, exit: Exit): void {
    running.waiting?.abort();
    if (this.#closing) return;
    void inLane(supervised, async () => {
      if (supervised.running !== running) return;
      const { spec } = this.#ledgerInstance(supervised.id);
      if (supervised.status !== 'stopping') this.#transition(supervised, 'stop-begun');
      faultPoint('exit.seen');
      // Before the release: as long as anything bears the token, the ledger must know it.
      const left = await endSurvivors(this.#terminateTools, running.token, spec.stop.timeoutMs);
      if (left !== null) this.#events.note(`"${spec.name}" ${describeExit(exit)}, but ${left}`);
      this.#settle(supervised, exit, running);
    });
  }

  /** Nothing is left of the process: says so in the ledger and does what comes next. */
  #settle(supervised: Supervised, exit: Exit, running: Running | null): void {
    const { id } = supervised;
    const { spec, want } = this.#ledgerInstance(id);
    const after = decideAfterExit({
      spec,
      want,
      held: supervised.held,
      exit,
      crashes: supervised.crashes,
      nowMs: this.deadlines.now(),
    });
    supervised.crashes = after.crashes;
    supervised.reason = after.reason;
    if (running !== null) {
      this.#detach(supervised, running);
      this.#recordRelease(id, running.token, { ...exit, reason: after.reason ?? exit.reason }, after.settled);
    }
    this.#transition(supervised, after.event);
    if (running !== null) this.#events.exited(id, running, exit, supervised.status);
    if (after.event === 'gave-up') this.#events.note(`"${spec.name}" (${id}) is errored: ${after.reason}`);
    if (after.delayMs !== null) this.#planStart(supervised, after.delayMs);
  }

  #planStart(supervised: Supervised, delayMs: number): void {
    if (this.#closing) return;
    const begin = () => {
      supervised.backoff = null;
      void inLane(supervised, async () => {
        // Somebody may have stopped, started or removed it meanwhile.
        if (supervised.status !== 'backoff' || this.#instances.get(supervised.id) !== supervised) return;
        const running = await this.#launch(supervised, { restart: true });
        if (typeof running !== 'string') running.readiness ??= this.#becomeReady(supervised, running);
      });
    };
    if (delayMs <= 0) begin();
    else supervised.backoff = this.deadlines.after(delayMs, begin);
  }

  #detach(supervised: Supervised, running: Running): void {
    supervised.running = null;
    this.#registry.detach(running);
  }

  #recordRelease(id: number, token: string, exit: Exit, settled: 'stopped' | 'errored' | null): void {
    faultPoint('release.before');
    this.journal.record([{ op: 'release', id, token, exit, settled, at: now() }]);
  }

  #transition(supervised: Supervised, event: InstanceEvent): void {
    supervised.status = nextStatus(supervised.status, event);
  }

  #ledgerInstance(id: number): LedgerInstance {
    const instance = this.journal.state.instances.get(id);
    if (instance === undefined) throw new Error(`The ledger has no instance ${id}`);
    return instance;
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
