import { messageOf, OpmError } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Journal } from '../../ledger/journal.ts';
import type { Lifecycle, SupervisorEvents } from '../lifecycle.ts';
import { completed, describeExit, exitBecause, failed, type StartOutcome, succeeded } from '../outcome.ts';
import { isCompletion } from '../policy/after-exit.ts';
import { Preflight } from '../preflight/preflight.ts';
import { probeContextOf } from '../readiness/probe-context.ts';
import { awaitReady } from '../readiness/readiness.ts';
import { killProbe } from '../stop/signals.ts';
import { type TerminateTools, terminate } from '../stop/terminate.ts';
import { inLane, type Running, type Supervised } from '../supervised.ts';
import { logTailOf } from './log-tail-of.ts';
import { type SpawnAttempt, type SpawnTools, spawnInstance } from './spawn-instance.ts';

export interface StartOptions {
  /** A restore is at work: a failure is reported to it and not retried. */
  held?: boolean;
  /** Counts as a restart of the instance. */
  restart?: boolean;
  /** The restart policy asked for it, and judges a failure. */
  planned?: boolean;
  /** Shares checks among the instances of one restore. */
  preflight?: Preflight;
}

/** Brings instances up: spawns them and waits until they are ready. */
export class Starter {
  readonly #life: Lifecycle;
  readonly #journal: Journal;
  readonly #spawnTools: SpawnTools;
  readonly #tools: TerminateTools;
  readonly #events: SupervisorEvents;
  readonly #pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>;

  constructor(options: {
    life: Lifecycle;
    spawnTools: SpawnTools;
    tools: TerminateTools;
    events: SupervisorEvents;
    pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>;
  }) {
    this.#life = options.life;
    this.#journal = options.spawnTools.journal;
    this.#spawnTools = options.spawnTools;
    this.#tools = options.tools;
    this.#events = options.events;
    this.#pluginEnv = options.pluginEnv;
  }

  /** In the lane: starts an instance whose restart was planned. */
  async begin(supervised: Supervised): Promise<void> {
    // A restore that gave it up is over, or it would not be restarted by itself.
    supervised.abandoned = false;
    const running = await this.#spawn(supervised, { restart: true, planned: true });
    if (typeof running !== 'string') running.readiness ??= this.#becomeReady(supervised, running);
  }

  /** Starts an instance and waits until it is ready. */
  async start(supervised: Supervised, options: StartOptions): Promise<StartOutcome> {
    supervised.held = options.held === true;
    supervised.abandoned = false;
    const running = await inLane(supervised, () => this.#spawn(supervised, options));
    if (typeof running === 'string') return failed(running);
    running.readiness ??= this.#becomeReady(supervised, running);
    return running.readiness;
  }

  /** In the lane: the process of the instance, spawned now unless it has one, or why there is none. */
  async #spawn(supervised: Supervised, options: StartOptions): Promise<Running | string> {
    if (supervised.running !== null) return supervised.running;
    if (supervised.unverifiable) return supervised.reason ?? 'its process cannot be verified';
    supervised.backoff?.cancel();
    supervised.backoff = null;
    supervised.reason = null;
    this.#life.transition(supervised, 'start-begun');
    const instance = this.#life.instanceOf(supervised.id);
    const result = await this.#trySpawn(instance, options);
    if (result.ok) {
      this.#life.attach(supervised, result.running);
      this.#events.started(supervised.id, result.running);
      return result.running;
    }
    this.#life.spawnFailed(supervised, result, options);
    return result.reason;
  }

  async #trySpawn(instance: LedgerInstance, options: StartOptions): Promise<SpawnAttempt> {
    try {
      return await spawnInstance(this.#spawnTools, instance, {
        restart: options.restart === true,
        pluginEnv: instance.pluginEnv.length === 0 ? {} : await this.#pluginEnv(instance),
        preflight: options.preflight ?? new Preflight({ table: this.#tools.table }),
      });
    } catch (error) {
      const shortage = error instanceof OpmError && error.code === 'LEDGER_UNWRITABLE';
      return { ok: false, reason: messageOf(error), shortage, intended: null };
    }
  }

  async #becomeReady(supervised: Supervised, running: Running): Promise<StartOutcome> {
    if (supervised.status === 'online') return succeeded(running.identity.pid);
    const waiting = new AbortController();
    running.waiting = waiting;
    const instance = this.#life.instanceOf(supervised.id);
    if (supervised.abandoned) waiting.abort();
    const readiness = await awaitReady({
      spec: instance.spec,
      process: { pid: running.identity.pid, isAlive: () => !running.ended },
      logOffsets: running.logOffsets,
      fdReady: running.fdReady,
      signal: waiting.signal,
      deadlines: this.#tools.deadlines,
      killProbe,
      ...(await probeContextOf(instance, this.#journal.state.envs, this.#pluginEnv)),
    });
    running.waiting = null;
    if (running.ended) return this.#endedWhileStarting(supervised, running);
    if (supervised.status !== 'starting') return failed('it was stopped');
    if (!readiness.ready) return this.#neverReady(supervised, running, readiness.reason);
    this.#life.transition(supervised, 'became-ready');
    this.#journal.record([{ op: 'online', id: supervised.id, token: running.token }]);
    return succeeded(running.identity.pid);
  }

  async #endedWhileStarting(supervised: Supervised, running: Running): Promise<StartOutcome> {
    const { spec } = this.#life.instanceOf(supervised.id);
    const exit = await running.exited;
    const log = logTailOf(spec, running.logOffsets);
    await supervised.lane;
    return isCompletion(spec, exit) ? completed() : failed(describeExit(exit), log);
  }

  async #neverReady(supervised: Supervised, running: Running, reason: string): Promise<StartOutcome> {
    const { id } = supervised;
    const { spec } = this.#life.instanceOf(id);
    await inLane(supervised, async () => {
      if (supervised.running !== running || running.ended) return;
      this.#life.transition(supervised, 'stop-begun');
      this.#journal.record([{ op: 'stop', id, afterwards: 'start', at: new Date().toISOString() }]);
      this.#journal.flush();
      const left = await terminate(this.#tools, running, spec.stop);
      if (running.ended) this.#life.settle(supervised, exitBecause(reason), running);
      if (left !== null) this.#events.note(`"${spec.name}" was never ready, and ${left}`);
    });
    return failed(reason, logTailOf(spec, running.logOffsets));
  }
}
