import type { Exit, LedgerInstance } from '../ledger/facts.ts';
import type { Journal } from '../ledger/journal.ts';
import type { InstanceStatus } from '../protocol/intents.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import type { ProcessRegistry } from './adoption/process-registry.ts';
import { type InstanceEvent, nextStatus } from './instance-status.ts';
import { describeExit, exitBecause } from './outcome.ts';
import { decideAfterExit } from './policy/after-exit.ts';
import type { SpawnAttempt } from './start/spawn-instance.ts';
import { endSurvivors, type TerminateTools } from './stop/terminate.ts';
import { inLane, newSupervised, type Running, type Supervised } from './supervised.ts';

/** How long to wait before a start that the machine had no means for is tried again. */
const SHORTAGE_RETRY_MS = 1000;

export interface SupervisorEvents {
  started(id: number, running: Running): void;
  exited(id: number, running: Running, exit: Exit, status: InstanceStatus): void;
  /** Something worth a line in the daemon's log. */
  note(message: string): void;
}

/** What becomes of instances by themselves: how they stand, and what follows when a process ends. */
export class Lifecycle {
  readonly #journal: Journal;
  readonly #registry: ProcessRegistry;
  readonly #tools: TerminateTools;
  readonly #events: SupervisorEvents;
  readonly #begin: (supervised: Supervised) => Promise<void>;
  readonly #instances = new Map<number, Supervised>();
  #closing = false;

  constructor(options: {
    journal: Journal;
    registry: ProcessRegistry;
    tools: TerminateTools;
    events: SupervisorEvents;
    /** Starts an instance whose restart was planned. Called in its lane. */
    begin: (supervised: Supervised) => Promise<void>;
  }) {
    this.#journal = options.journal;
    this.#registry = options.registry;
    this.#tools = options.tools;
    this.#events = options.events;
    this.#begin = options.begin;
  }

  /** The instance as it stands; made on first sight. @throws Error when the ledger does not know it */
  get(id: number): Supervised {
    let supervised = this.#instances.get(id);
    if (supervised === undefined) {
      supervised = newSupervised(this.instanceOf(id));
      this.#instances.set(id, supervised);
    }
    return supervised;
  }

  all(): Iterable<Supervised> {
    return this.#instances.values();
  }

  drop(id: number): void {
    this.#instances.get(id)?.backoff?.cancel();
    this.#instances.delete(id);
  }

  /** What the ledger says of an instance. @throws Error when it does not know it */
  instanceOf(id: number): LedgerInstance {
    const instance = this.#journal.state.instances.get(id);
    if (instance === undefined) throw new Error(`The ledger has no instance ${id}`);
    return instance;
  }

  /** From here on nothing is started by itself. */
  close(): void {
    this.#closing = true;
  }

  transition(supervised: Supervised, event: InstanceEvent): void {
    supervised.status = nextStatus(supervised.status, event);
  }

  attach(supervised: Supervised, running: Running): void {
    supervised.running = running;
    void running.exited.then((exit) => this.#afterExit(supervised, running, exit));
    this.#registry.attach(running);
  }

  detach(supervised: Supervised, running: Running): void {
    supervised.running = null;
    this.#registry.detach(running);
  }

  recordRelease(id: number, token: string, exit: Exit, settled: 'stopped' | 'errored' | null): void {
    faultPoint('release.before');
    const at = new Date().toISOString();
    this.#journal.record([{ op: 'release', id, token, exit, settled, at }]);
  }

  /** Nothing was spawned. What the machine lacks for now is tried again; else the one who asked judges. */
  spawnFailed(
    supervised: Supervised,
    { reason, intended, shortage }: Extract<SpawnAttempt, { ok: false }>,
    { planned }: { planned?: boolean },
  ): void {
    const exit = exitBecause(reason);
    const retry = shortage && !supervised.held;
    const decided = !retry && planned === true;
    if (intended !== null) {
      this.recordRelease(supervised.id, intended, exit, retry || decided ? null : 'errored');
      this.#registry.forget(intended);
    }
    if (decided) {
      this.settle(supervised, exit, null);
      return;
    }
    supervised.reason = reason;
    this.transition(supervised, retry ? 'restart-planned' : 'gave-up');
    if (retry) this.#planStart(supervised, SHORTAGE_RETRY_MS);
  }

  /** A process ended. If somebody is stopping it, that one sees to the rest. */
  #afterExit(supervised: Supervised, running: Running, exit: Exit): void {
    running.waiting?.abort();
    if (this.#closing) return;
    void inLane(supervised, async () => {
      if (supervised.running !== running) return;
      const { spec } = this.instanceOf(supervised.id);
      if (supervised.status !== 'stopping') this.transition(supervised, 'stop-begun');
      faultPoint('exit.seen');
      // Before the release: as long as anything bears the token, the ledger must know it.
      const left = await endSurvivors(this.#tools, running.token, spec.stop.timeoutMs);
      if (left !== null) this.#events.note(`"${spec.name}" ${describeExit(exit)}, but ${left}`);
      this.settle(supervised, exit, running);
    });
  }

  /** Nothing is left of the process: says so in the ledger and does what comes next. */
  settle(supervised: Supervised, exit: Exit, running: Running | null): void {
    const { id } = supervised;
    const { spec, want } = this.instanceOf(id);
    const after = decideAfterExit({
      spec,
      want,
      held: supervised.held,
      exit,
      crashes: supervised.crashes,
      nowMs: this.#tools.deadlines.now(),
    });
    supervised.crashes = after.crashes;
    supervised.reason = after.reason;
    if (running !== null) {
      this.detach(supervised, running);
      this.recordRelease(id, running.token, { ...exit, reason: after.reason ?? exit.reason }, after.settled);
    }
    this.transition(supervised, after.event);
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
        await this.#begin(supervised);
      });
    };
    if (delayMs <= 0) begin();
    else supervised.backoff = this.#tools.deadlines.after(delayMs, begin);
  }
}
