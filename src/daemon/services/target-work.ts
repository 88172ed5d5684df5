import { messageOf } from '../../errors.ts';
import type { Afterwards, Fact, LedgerInstance } from '../../ledger/facts.ts';
import type { TargetOutcome } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import { dependencyLevels } from '../../restore/dependency-order.ts';
import { EnvironmentStore } from '../../restore/environment-store.ts';
import type { Gate, Turn } from '../../restore/gate.ts';
import { stopInReverseOrder } from '../../restore/stop-all.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { failed } from '../../supervise/outcome.ts';
import { foreseeReplacements } from '../../supervise/start/foresee-replacements.ts';
import { EndsOfInstances, type Order } from './ends-of-instances.ts';
import { specWithFiles } from './renewed-instances.ts';

/** The caller, and how it learns what it is waiting for. */
export type CommandContext = Pick<Turn, 'caller' | 'waiting' | 'cancelled'>;

/** What commands do with the instances that their targets name, and what became of each. */
export class TargetWork {
  readonly #fleet: Fleet;
  readonly #gate: Gate;
  readonly #ends = new EndsOfInstances();

  constructor({ fleet, gate }: { fleet: Fleet; gate: Gate }) {
    this.#fleet = fleet;
    this.#gate = gate;
  }

  /**
   * Resolves the targets, waits for other work on the same apps, resolves them again, then runs the work.
   *
   * @param options.otherNames further apps that it touches
   */
  async on(
    targets: string[],
    context: CommandContext,
    work: (instances: LedgerInstance[], order: Order) => Promise<TargetOutcome[]>,
    otherNames: (instances: LedgerInstance[]) => string[] = () => [],
  ): Promise<TargetOutcome[]> {
    const { state } = this.#fleet.journal;
    const order = this.#ends.arrive();
    const instances = resolveTargets(targets, state.instances.values());
    const names = [...instances.map(({ spec }) => spec.name), ...otherNames(instances)];
    return this.#gate.command({ ...context, names, ends: false }, () =>
      work(resolveTargets(targets, state.instances.values()), order),
    );
  }

  /** The same for work that ends what is named: it takes precedence over starts in progress. */
  async toEnd(
    targets: string[],
    context: CommandContext,
    work: (instances: LedgerInstance[]) => Promise<TargetOutcome[]>,
  ): Promise<TargetOutcome[]> {
    const { state } = this.#fleet.journal;
    const order = this.#ends.arrive();
    const named = resolveTargets(targets, state.instances.values());
    const names = named.map(({ spec }) => spec.name);
    return this.#gate.command({ ...context, names, ends: true }, async () => {
      const instances = named.filter(({ id }) => state.instances.has(id));
      const ids = instances.map(({ id }) => id);
      this.#ends.note(order, ids, context.caller);
      // What was launched a moment ago has gone with its launch.
      const gone = named.filter(({ id }) => !state.instances.has(id));
      const told = gone.map((instance) => ({
        ...this.outcome(instance, true),
        message: 'its start was taken back',
      }));
      return [...told, ...(await work(instances))].sort((a, b) => a.id - b.id);
    });
  }

  /** What is wanted of them is in the ledger before it is done. */
  async want(instances: LedgerInstance[], want: 'running' | 'stopped'): Promise<void> {
    await this.commit(instances.map(({ id }): Fact => ({ op: 'want', id, want })));
  }

  /** Instances that have no process any more. */
  async forget(ids: number[]): Promise<void> {
    await this.commit(ids.map((id): Fact => ({ op: 'forget', id })));
    for (const id of ids) this.#fleet.supervisor.drop(id);
  }

  /** The instances with what their env files say now, if variables are to be renewed, and those that cannot be. */
  async renewed(
    instances: LedgerInstance[],
    env: Record<string, string> | null,
  ): Promise<{ instances: LedgerInstance[]; unreadable: TargetOutcome[] }> {
    if (env === null) return { instances, unreadable: [] };
    const renewed: LedgerInstance[] = [];
    const unreadable: TargetOutcome[] = [];
    for (const instance of instances) {
      const spec = await specWithFiles(instance.spec);
      if (typeof spec !== 'string') renewed.push({ ...instance, spec });
      else unreadable.push({ ...this.outcome(instance, false), message: `left as it is: ${spec}` });
    }
    return { instances: renewed, unreadable };
  }

  /**
   * The instances with the current targets of the links in their paths: starting an app means starting the current
   * release.
   */
  async relinked(instances: LedgerInstance[]): Promise<LedgerInstance[]> {
    const links = this.#fleet.machine.newLinks();
    return Promise.all(
      instances.map(async (instance) => {
        const spec = await links.relink(instance.spec);
        return spec === instance.spec ? instance : { ...instance, spec };
      }),
    );
  }

  /** Records what is different about them. @param env what they inherit from now on; `null`: what they do now */
  async redefine(instances: LedgerInstance[], env: Record<string, string> | null): Promise<void> {
    const { envs, instances: known } = this.#fleet.journal.state;
    const environments = new EnvironmentStore(envs);
    const facts = instances.flatMap((instance): Fact[] => {
      const { id, spec, pluginEnv } = instance;
      if (env === null && known.get(id)?.spec === spec) return [];
      const key = env === null ? instance.env : environments.keyFor(spec, env);
      return [{ op: 'define', id, spec, env: key, pluginEnv }];
    });
    await this.commit([...environments.facts, ...facts]);
  }

  /** Whatever is stopped here will be started again, and each start writes several facts. */
  makeSureOfRoom(instances: LedgerInstance[]): void {
    this.#fleet.journal.ensureRoom(instances.length * 8);
  }

  /** A user's request: written before it takes effect, and safe from a power loss afterwards. */
  async commit(facts: Fact[]): Promise<void> {
    const journal = this.#fleet.journal;
    if (facts.length === 0) return;
    await journal.append(facts);
    await journal.sync();
  }

  /**
   * Those that could not be started again if they were stopped, and are therefore left running. Everything is checked
   * before anything is stopped.
   *
   * @param env what they inherit from then on; `null`: what they inherit now
   */
  async foresee(
    instances: LedgerInstance[],
    env: Record<string, string> | null,
  ): Promise<{ refused: TargetOutcome[]; startable: LedgerInstance[] }> {
    const found = await foreseeReplacements(this.#fleet, instances, env);
    const refused = instances.flatMap((instance): TargetOutcome[] => {
      const reason = found.get(instance.id);
      if (reason === undefined) return [];
      return [{ ...this.outcome(instance, false), message: `left as it is: ${reason}` }];
    });
    return { refused, startable: instances.filter(({ id }) => !found.has(id)) };
  }

  /**
   * A stop that is meant to last always goes through: the ledger already says that it is wanted, and that is enough.
   */
  async stopAll(instances: LedgerInstance[], afterwards: Afterwards): Promise<TargetOutcome[]> {
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
        ...this.outcome(instance, result?.ok !== false),
        ...(result?.reason ? { message: result.reason } : {}),
      };
    });
  }

  /**
   * Starts them in dependency order, except those that somebody has ended in the meantime, and waits until they are
   * ready.
   */
  async startInOrder(
    instances: LedgerInstance[],
    { restart, order }: { restart: boolean; order: Order },
  ): Promise<TargetOutcome[]> {
    const outcomes: TargetOutcome[] = [];
    for (const level of dependencyLevels(instances.map(({ spec }) => spec))) {
      const names = new Set(level);
      const starts = instances
        .filter(({ spec }) => names.has(spec.name))
        .map(async (instance) => {
          outcomes.push(await this.#start(instance, restart, order));
        });
      await Promise.all(starts);
    }
    return outcomes.sort((a, b) => a.id - b.id);
  }

  /** Those that nobody has ended since this work was requested; the others with who did. */
  withoutEnded(
    instances: LedgerInstance[],
    order: Order,
  ): { left: LedgerInstance[]; ended: TargetOutcome[] } {
    const ended = instances.flatMap((instance): TargetOutcome[] => {
      const message = this.#ends.since(order, instance.id);
      return message === null ? [] : [{ ...this.outcome(instance, false), message }];
    });
    const ids = new Set(ended.map(({ id }) => id));
    return { left: instances.filter(({ id }) => !ids.has(id)), ended };
  }

  async #start(instance: LedgerInstance, restart: boolean, order: Order): Promise<TargetOutcome> {
    const { id } = instance;
    const before = this.#ends.since(order, id);
    const { ok, reason, log } =
      before === null
        ? await this.#fleet.supervisor
            .start(id, { restart: restart ? 'asked' : null })
            .catch((error) => failed(messageOf(error)))
        : failed(before);
    const message = ok ? reason : (this.#ends.since(order, id) ?? reason);
    return {
      ...this.outcome(instance, ok),
      ...(message === null ? {} : { message }),
      ...(ok || log.length === 0 ? {} : { log }),
    };
  }

  /** The outcome for an instance, as it stands now. */
  outcome({ id, spec }: LedgerInstance, ok: boolean): TargetOutcome {
    const { supervisor, journal } = this.#fleet;
    const target = { id, name: spec.name, instance: spec.instance, ok };
    if (!journal.state.instances.has(id)) return { ...target, status: 'removed', pid: null };
    const { status, alive } = supervisor.get(id);
    return { ...target, status, pid: alive?.identity.pid ?? null };
  }
}
