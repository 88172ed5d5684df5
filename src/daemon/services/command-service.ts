import { instanceLike } from '../../config/instance/instance-like.ts';
import { messageOf } from '../../errors.ts';
import type { Afterwards, Fact, LedgerInstance } from '../../ledger/facts.ts';
import type { Journal } from '../../ledger/journal.ts';
import type { TargetOutcome } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import { dependencyLevels } from '../../restore/dependency-order.ts';
import { EnvironmentStore } from '../../restore/environment-store.ts';
import type { Gate } from '../../restore/gate.ts';
import { stopInReverseOrder } from '../../restore/stop-all.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { Supervisor } from '../../supervise/supervisor.ts';
import { dependencyRenamed, dependentsOf } from './renamed-app.ts';
import { nameTaken, notAnApp, notOneApp } from './target-errors.ts';

/** Commands on existing instances. Each reports the outcome for every target. */
export class CommandService {
  readonly #fleet: Fleet;
  readonly #supervisor: Supervisor;
  readonly #journal: Journal;
  readonly #gate: Gate;

  constructor(options: { fleet: Fleet; gate: Gate }) {
    this.#fleet = options.fleet;
    this.#supervisor = options.fleet.supervisor;
    this.#journal = options.fleet.journal;
    this.#gate = options.gate;
  }

  /** Starts what is not running, in dependency order. @throws OpmError TARGET_UNKNOWN, LEDGER_UNWRITABLE (1) */
  start(targets: string[]): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      await this.#want(instances, 'running');
      return this.#startInOrder(instances, false);
    });
  }

  /** Stops dependents first. The ledger records that they are wanted stopped before anything ends. */
  stop(targets: string[]): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      await this.#want(instances, 'stopped');
      return this.#stopAll(instances, 'stay');
    });
  }

  /**
   * Stops every target, dependents first, then starts them again in order. `env` replaces the inherited environment.
   */
  restart(targets: string[], env: Record<string, string> | null): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      this.#makeSureOfRoom(instances);
      if (env !== null) await this.#redefine(instances, env);
      await this.#want(instances, 'running');
      const stopped = await this.#stopAll(instances, 'start');
      const stuck = stopped.filter(({ ok }) => !ok);
      const isStuck = new Set(stuck.map(({ id }) => id));
      const free = instances.filter(({ id }) => !isStuck.has(id));
      return [...stuck, ...(await this.#startInOrder(free, true))].sort((a, b) => a.id - b.id);
    });
  }

  /** Restarts one instance at a time, each ready before the next; stops at the first failure. */
  reload(targets: string[]): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      this.#makeSureOfRoom(instances);
      await this.#want(instances, 'running');
      const outcomes: TargetOutcome[] = [];
      for (const instance of instances) {
        const [stopped] = await this.#stopAll([instance], 'start');
        const outcome = stopped?.ok === false ? stopped : (await this.#startInOrder([instance], true))[0];
        if (outcome !== undefined) outcomes.push(outcome);
        if (outcome?.ok === false) break;
      }
      for (const instance of instances.slice(outcomes.length)) {
        outcomes.push({
          ...this.#outcome(instance, true),
          message: 'not reloaded: an earlier instance failed',
        });
      }
      return outcomes;
    });
  }

  /** Stops and forgets. An instance that cannot be stopped is not forgotten. */
  remove(targets: string[]): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      await this.#want(instances, 'stopped');
      const outcomes = await this.#stopAll(instances, 'forget');
      const gone = outcomes.filter(({ ok }) => ok);
      await this.#forget(gone.map(({ id }) => id));
      for (const outcome of gone) outcome.status = 'removed';
      return outcomes;
    });
  }

  /** Clears the restart counters and the crash history. */
  reset(targets: string[]): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) => {
      await this.#commit(
        instances.map(({ id, want }): Fact => ({ op: 'want', id, want, resetRestarts: true })),
      );
      for (const { id } of instances) this.#supervisor.forgive(id);
      return instances.map((instance) => this.#outcome(instance, true));
    });
  }

  signal(targets: string[], signal: string): Promise<TargetOutcome[]> {
    return this.#on(targets, async (instances) =>
      instances.map((instance) => {
        const problem = this.#supervisor.signal(instance.id, signal as NodeJS.Signals);
        return problem === null
          ? this.#outcome(instance, true)
          : { ...this.#outcome(instance, false), message: problem };
      }),
    );
  }

  /** Changes the number of instances of an app: new ones copy its first, and the highest-numbered are removed first. */
  scale(name: string, wanted: number): Promise<TargetOutcome[]> {
    return this.#on([name], async (instances) => {
      const app = instances.filter(({ spec }) => spec.name === name);
      const model = app[0];
      if (model === undefined) throw notAnApp(name);
      const byNumber = app.sort((a, b) => a.spec.instance - b.spec.instance);
      if (wanted < byNumber.length) {
        const surplus = byNumber.slice(wanted).reverse();
        await this.#want(surplus, 'stopped');
        const outcomes: TargetOutcome[] = [];
        for (const instance of surplus) outcomes.push(...(await this.#stopAll([instance], 'forget')));
        const gone = outcomes.filter(({ ok }) => ok);
        await this.#forget(gone.map(({ id }) => id));
        for (const outcome of gone) outcome.status = 'removed';
        return outcomes;
      }
      const { state } = this.#journal;
      // An instance that is defined but cannot be started for lack of disk space would come back as a surprise.
      this.#journal.ensureRoom((wanted - byNumber.length) * 8);
      const used = new Set(byNumber.map(({ spec }) => spec.instance));
      const added: number[] = [];
      const facts: Fact[] = [];
      for (let number = 0; used.size + added.length < wanted; number += 1) {
        if (used.has(number)) continue;
        const id = this.#journal.allocateId();
        added.push(id);
        const spec = instanceLike(model.spec, number);
        facts.push({ op: 'define', id, spec, env: model.env, pluginEnv: model.pluginEnv });
        facts.push({ op: 'want', id, want: 'running' });
      }
      await this.#commit(facts);
      return this.#startInOrder(
        added.flatMap((id) => state.instances.get(id) ?? []),
        false,
      );
    });
  }

  /**
   * Changes the name or the command of the one app that the target names. Running instances are restarted for a new
   * command. Apps that depend on a name nobody carries any more are switched to the new name.
   */
  async adjust(target: string, name: string | null, argv: string[] | null): Promise<TargetOutcome[]> {
    const { instances: all } = this.#journal.state;
    const dependents = (instances: LedgerInstance[]) =>
      name === null ? [] : dependentsOf(instances, all.values());
    return this.#on(
      [target],
      async (instances) => {
        const [from, ...more] = new Set(instances.map(({ spec }) => spec.name));
        if (from === undefined || more.length > 0) throw notOneApp(target);
        this.#makeSureOfRoom(instances);
        const isTaken =
          name !== null &&
          [...all.values()].some(
            ({ id, spec }) => spec.name === name && !instances.some((instance) => instance.id === id),
          );
        if (isTaken) throw nameTaken(name);
        const facts = instances.map((instance): Fact => {
          const { id, env, pluginEnv } = instance;
          const spec = {
            ...instance.spec,
            name: name ?? instance.spec.name,
            argv: argv ?? instance.spec.argv,
          };
          return { op: 'define', id, spec, env, pluginEnv };
        });
        for (const dependent of dependents(instances)) {
          facts.push(dependencyRenamed(dependent, from, name ?? from));
        }
        await this.#commit(facts);
        const running =
          argv === null ? [] : instances.filter(({ id }) => this.#supervisor.get(id).alive !== null);
        await this.#stopAll(running, 'start');
        const restarted = await this.#startInOrder(running, true);
        const done = new Set(restarted.map(({ id }) => id));
        const others = instances
          .filter(({ id }) => !done.has(id))
          .map((instance) => this.#outcome(instance, true));
        return [...restarted, ...others].sort((a, b) => a.id - b.id);
      },
      (instances) => [
        ...(name === null ? [] : [name]),
        ...dependents(instances).map(({ spec }) => spec.name),
      ],
    );
  }

  /** Resolves the targets, waits for other work on the same apps, resolves them again, then runs the work. */
  async #on(
    targets: string[],
    work: (instances: LedgerInstance[]) => Promise<TargetOutcome[]>,
    otherNames: (instances: LedgerInstance[]) => string[] = () => [],
  ): Promise<TargetOutcome[]> {
    const { state } = this.#journal;
    const instances = resolveTargets(targets, state.instances.values());
    const names = instances.map(({ spec }) => spec.name);
    return this.#gate.command([...names, ...otherNames(instances)], () =>
      work(resolveTargets(targets, state.instances.values())),
    );
  }

  async #want(instances: LedgerInstance[], want: 'running' | 'stopped'): Promise<void> {
    await this.#commit(instances.map(({ id }): Fact => ({ op: 'want', id, want })));
  }

  async #forget(ids: number[]): Promise<void> {
    await this.#commit(ids.map((id): Fact => ({ op: 'forget', id })));
    for (const id of ids) this.#supervisor.drop(id);
  }

  async #redefine(instances: LedgerInstance[], env: Record<string, string>): Promise<void> {
    const environments = new EnvironmentStore(this.#journal.state.envs);
    const facts = instances.map((instance): Fact => {
      const { id, spec, pluginEnv } = instance;
      return { op: 'define', id, spec, env: environments.keyFor(spec, env), pluginEnv };
    });
    await this.#commit([...environments.facts, ...facts]);
  }

  /** Whatever is stopped here will be started again, and each start writes several facts. */
  #makeSureOfRoom(instances: LedgerInstance[]): void {
    this.#journal.ensureRoom(instances.length * 8);
  }

  /** A user's request: written before it takes effect, and safe from a power loss afterwards. */
  async #commit(facts: Fact[]): Promise<void> {
    const journal = this.#journal;
    if (facts.length === 0) return;
    await journal.append(facts);
    await journal.sync();
  }

  /**
   * A stop that is meant to last always goes through: the ledger already says that it is wanted, and that is enough.
   */
  async #stopAll(instances: LedgerInstance[], afterwards: Afterwards): Promise<TargetOutcome[]> {
    const ids = instances.map(({ id }) => id);
    const results = await stopInReverseOrder({
      fleet: this.#fleet,
      ids,
      afterwards,
      certain: afterwards !== 'start',
    });
    const byId = new Map(results.map((result) => [result.id, result]));
    return instances.map((instance) => {
      const result = byId.get(instance.id);
      return {
        ...this.#outcome(instance, result?.ok !== false),
        ...(result?.reason ? { message: result.reason } : {}),
      };
    });
  }

  async #startInOrder(instances: LedgerInstance[], restart: boolean): Promise<TargetOutcome[]> {
    const outcomes: TargetOutcome[] = [];
    for (const level of dependencyLevels(instances.map(({ spec }) => spec))) {
      const names = new Set(level);
      const starts = instances
        .filter(({ spec }) => names.has(spec.name))
        .map(async (instance) => {
          const { ok, reason } = await this.#supervisor
            .start(instance.id, { restart })
            .catch((error) => ({ ok: false, reason: messageOf(error) }));
          outcomes.push({ ...this.#outcome(instance, ok), ...(reason === null ? {} : { message: reason }) });
        });
      await Promise.all(starts);
    }
    return outcomes.sort((a, b) => a.id - b.id);
  }

  #outcome({ id, spec }: LedgerInstance, ok: boolean): TargetOutcome {
    const { status, alive } = this.#supervisor.get(id);
    const pid = alive?.identity.pid ?? null;
    return { id, name: spec.name, instance: spec.instance, ok, status, pid };
  }
}
