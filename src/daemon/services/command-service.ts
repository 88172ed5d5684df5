import type { Fact, LedgerInstance } from '../../ledger/facts.ts';
import type { TargetOutcome } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { outdatedFiles } from './renewed-instances.ts';
import type { CommandContext, TargetWork } from './target-work.ts';

/** Commands on existing instances. Each reports the outcome for every target. */
export class CommandService {
  readonly #fleet: Fleet;
  readonly #work: TargetWork;

  constructor(options: { fleet: Fleet; work: TargetWork }) {
    this.#fleet = options.fleet;
    this.#work = options.work;
  }

  /** Starts what is not running, in dependency order. @throws OpmError TARGET_UNKNOWN, LEDGER_UNWRITABLE (1) */
  start(targets: string[], context: CommandContext): Promise<TargetOutcome[]> {
    return this.#work.on(targets, context, async (named, order) => {
      const { left: instances, ended } = this.#work.withoutEnded(named, order);
      const resting = instances.filter(({ id }) => this.#fleet.supervisor.get(id).alive === null);
      await this.#work.redefine(await this.#work.relinked(resting), null);
      await this.#work.want(instances, 'running');
      const started = await this.#work.startInOrder(instances, { restart: false, order });
      return [...ended, ...started].sort((a, b) => a.id - b.id);
    });
  }

  /** Stops dependents first. The ledger records that they are wanted stopped before anything ends. */
  stop(targets: string[], context: CommandContext): Promise<TargetOutcome[]> {
    return this.#work.toEnd(targets, context, async (instances) => {
      await this.#work.want(instances, 'stopped');
      return this.#work.stopAll(instances, 'stay');
    });
  }

  /**
   * Stops every target, dependents first, then starts them again in order. `env` replaces the inherited environment, and
   * then env files are read again, too.
   */
  restart(
    targets: string[],
    env: Record<string, string> | null,
    context: CommandContext,
  ): Promise<TargetOutcome[]> {
    return this.#work.on(targets, context, async (named, order) => {
      const { left, ended } = this.#work.withoutEnded(named, order);
      const { instances: renewed, unreadable } = await this.#work.renewed(left, env);
      const instances = await this.#work.relinked(renewed);
      const { refused, startable } = await this.#work.foresee(instances, env);
      this.#work.makeSureOfRoom(startable);
      await this.#work.redefine(startable, env);
      await this.#work.want(startable, 'running');
      const stopped = await this.#work.stopAll(startable, 'start');
      const stuck = stopped.filter(({ ok }) => !ok);
      const isStuck = new Set(stuck.map(({ id }) => id));
      const free = startable.filter(({ id }) => !isStuck.has(id));
      const started = await this.#work.startInOrder(free, { restart: true, order });
      const notes = [...(env === null ? await outdatedFiles(free) : []), ...messagesOf(stopped)];
      const outcomes = [...ended, ...unreadable, ...refused, ...stuck, ...withNotes(started, notes)];
      return outcomes.sort((a, b) => a.id - b.id);
    });
  }

  /** Restarts one instance at a time, each ready before the next; stops at the first failure. `env` as in a restart. */
  reload(
    targets: string[],
    env: Record<string, string> | null,
    context: CommandContext,
  ): Promise<TargetOutcome[]> {
    return this.#work.on(targets, context, async (named, order) => {
      const { left, ended: before } = this.#work.withoutEnded(named, order);
      const { instances: renewed, unreadable } = await this.#work.renewed(left, env);
      const instances = await this.#work.relinked(renewed);
      const { refused } = await this.#work.foresee(instances, env);
      if (unreadable.length + refused.length > 0) {
        const why = 'another instance cannot be started again';
        return this.#notReloaded(left, [...unreadable, ...refused], why);
      }
      this.#work.makeSureOfRoom(instances);
      await this.#work.want(instances, 'running');
      const outcomes: TargetOutcome[] = [...before];
      const notes = env === null ? [...(await outdatedFiles(instances))] : [];
      for (const instance of instances) {
        // Checked again: reloading those before it may have taken long.
        const { ended } = this.#work.withoutEnded([instance], order);
        if (ended.length > 0) {
          outcomes.push(...ended);
          continue;
        }
        const late = await this.#work.foresee([instance], env);
        if (late.refused.length > 0) {
          outcomes.push(...late.refused);
          break;
        }
        await this.#work.redefine([instance], env);
        const [stopped] = await this.#work.stopAll([instance], 'start');
        if (stopped !== undefined) notes.push(...messagesOf([stopped]));
        const outcome =
          stopped?.ok === false
            ? stopped
            : (await this.#work.startInOrder([instance], { restart: true, order }))[0];
        if (outcome !== undefined) outcomes.push(outcome);
        if (outcome?.ok === false) break;
      }
      return this.#notReloaded(instances, withNotes(outcomes, notes), 'an earlier instance failed');
    });
  }

  /** Stops and forgets. An instance that cannot be stopped is not forgotten. */
  remove(targets: string[], context: CommandContext): Promise<TargetOutcome[]> {
    return this.#work.toEnd(targets, context, async (instances) => {
      await this.#work.want(instances, 'stopped');
      const outcomes = await this.#work.stopAll(instances, 'forget');
      const gone = outcomes.filter(({ ok }) => ok);
      await this.#work.forget(gone.map(({ id }) => id));
      for (const outcome of gone) outcome.status = 'removed';
      return outcomes;
    });
  }

  /** Clears the restart counters and the crash history. */
  reset(targets: string[], context: CommandContext): Promise<TargetOutcome[]> {
    return this.#work.on(targets, context, async (instances) => {
      await this.#work.commit(
        instances.map(({ id, want }): Fact => ({ op: 'want', id, want, resetRestarts: true })),
      );
      for (const { id } of instances) this.#fleet.supervisor.forgive(id);
      return instances.map((instance) => this.#work.outcome(instance, true));
    });
  }

  /** Sends a signal at once, whatever is in progress. */
  async signal(targets: string[], signal: string): Promise<TargetOutcome[]> {
    const { instances: all } = this.#fleet.journal.state;
    return resolveTargets(targets, all.values()).map((instance) => {
      const problem = this.#fleet.supervisor.signal(instance.id, signal as NodeJS.Signals);
      return problem === null
        ? this.#work.outcome(instance, true)
        : { ...this.#work.outcome(instance, false), message: problem };
    });
  }

  /** The outcomes of a reload that ended early, with the instances that were left alone. */
  #notReloaded(instances: LedgerInstance[], outcomes: TargetOutcome[], why: string): TargetOutcome[] {
    const told = new Set(outcomes.map(({ id }) => id));
    const others = instances
      .filter(({ id }) => !told.has(id))
      .map((instance) => ({ ...this.#work.outcome(instance, true), message: `not reloaded: ${why}` }));
    return [...outcomes, ...others].sort((a, b) => a.id - b.id);
  }
}

/** A message for each, by id. */
function messagesOf(outcomes: readonly TargetOutcome[]): [number, string][] {
  return outcomes.flatMap(({ id, message }): [number, string][] =>
    message === undefined ? [] : [[id, message]],
  );
}

/** Adds further messages to outcomes that have none yet. */
function withNotes(outcomes: TargetOutcome[], notes: readonly [number, string][]): TargetOutcome[] {
  const byId = new Map(notes);
  return outcomes.map((outcome) => {
    const message = outcome.message ?? byId.get(outcome.id);
    return message === undefined ? outcome : { ...outcome, message };
  });
}
