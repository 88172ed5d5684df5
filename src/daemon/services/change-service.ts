import { instanceLike } from '../../config/instance/instance-like.ts';
import type { Fact, LedgerInstance } from '../../ledger/facts.ts';
import type { TargetOutcome } from '../../protocol/intents.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { foreseeReplacements } from '../../supervise/start/foresee-replacements.ts';
import { dependencyRenamed, dependentsOf } from './renamed-app.ts';
import { cannotReplace, nameTaken, notAnApp, notOneApp } from './target-errors.ts';
import type { CommandContext, TargetWork } from './target-work.ts';

/** Changes what an app is: how many instances it has, its name, its command. */
export class ChangeService {
  readonly #fleet: Fleet;
  readonly #work: TargetWork;

  constructor(options: { fleet: Fleet; work: TargetWork }) {
    this.#fleet = options.fleet;
    this.#work = options.work;
  }

  /** Changes the number of instances of an app: new ones copy its first, and the highest-numbered are removed first. */
  scale(name: string, wanted: number, context: CommandContext): Promise<TargetOutcome[]> {
    return this.#work.on([name], context, async (instances, order) => {
      const app = instances.filter(({ spec }) => spec.name === name);
      const model = app[0];
      if (model === undefined) throw notAnApp(name);
      const byNumber = app.sort((a, b) => a.spec.instance - b.spec.instance);
      if (wanted < byNumber.length) {
        const surplus = byNumber.slice(wanted).reverse();
        await this.#work.want(surplus, 'stopped');
        const outcomes: TargetOutcome[] = [];
        for (const instance of surplus) outcomes.push(...(await this.#work.stopAll([instance], 'forget')));
        const gone = outcomes.filter(({ ok }) => ok);
        await this.#work.forget(gone.map(({ id }) => id));
        for (const outcome of gone) outcome.status = 'removed';
        return outcomes;
      }
      const { state } = this.#fleet.journal;
      // An instance that is defined but cannot be started for lack of disk space would come back as a surprise.
      this.#fleet.journal.ensureRoom((wanted - byNumber.length) * 8);
      const used = new Set(byNumber.map(({ spec }) => spec.instance));
      const added: number[] = [];
      const facts: Fact[] = [];
      for (let number = 0; used.size + added.length < wanted; number += 1) {
        if (used.has(number)) continue;
        const id = this.#fleet.journal.allocateId();
        added.push(id);
        const spec = instanceLike(model.spec, number);
        facts.push({ op: 'define', id, spec, env: model.env, pluginEnv: model.pluginEnv });
        facts.push({ op: 'want', id, want: 'running' });
      }
      await this.#work.commit(facts);
      return this.#work.startInOrder(
        added.flatMap((id) => state.instances.get(id) ?? []),
        { restart: false, order },
      );
    });
  }

  /**
   * Changes the name or the command of the one app that the target names. Running instances are restarted for a new
   * command. Apps that depend on a name nobody carries any more are switched to the new name.
   */
  async adjust(
    target: string,
    { name, argv }: { name: string | null; argv: string[] | null },
    context: CommandContext,
  ): Promise<TargetOutcome[]> {
    const { instances: all } = this.#fleet.journal.state;
    const dependents = (instances: LedgerInstance[]) =>
      name === null ? [] : dependentsOf(instances, all.values());
    return this.#work.on(
      [target],
      context,
      async (instances, order) => {
        const [from, ...more] = new Set(instances.map(({ spec }) => spec.name));
        if (from === undefined || more.length > 0) throw notOneApp(target);
        this.#work.makeSureOfRoom(instances);
        const isTaken =
          name !== null &&
          [...all.values()].some(
            ({ id, spec }) => spec.name === name && !instances.some((instance) => instance.id === id),
          );
        if (isTaken) throw nameTaken(name);
        const renamed = instances.map((instance) => {
          const { spec } = instance;
          return { ...instance, spec: { ...spec, name: name ?? spec.name, argv: argv ?? spec.argv } };
        });
        const changed = argv === null ? renamed : await this.#work.relinked(renamed);
        const facts = changed.map(
          ({ id, spec, env, pluginEnv }): Fact => ({ op: 'define', id, spec, env, pluginEnv }),
        );
        for (const dependent of dependents(instances)) {
          facts.push(dependencyRenamed(dependent, from, name ?? from));
        }
        const running =
          argv === null ? [] : changed.filter(({ id }) => this.#fleet.supervisor.get(id).alive !== null);
        await this.#refuseUnstartable(running);
        await this.#work.commit(facts);
        await this.#work.stopAll(running, 'start');
        const restarted = await this.#work.startInOrder(running, { restart: true, order });
        const done = new Set(restarted.map(({ id }) => id));
        const others = instances
          .filter(({ id }) => !done.has(id))
          .map((instance) => this.#work.outcome(instance, true));
        return [...restarted, ...others].sort((a, b) => a.id - b.id);
      },
      (instances) => [
        ...(name === null ? [] : [name]),
        ...dependents(instances).map(({ spec }) => spec.name),
      ],
    );
  }

  /** @throws OpmError CANNOT_REPLACE (1): nothing was changed */
  async #refuseUnstartable(running: LedgerInstance[]): Promise<void> {
    if (running.length === 0) return;
    const [reason] = (await foreseeReplacements(this.#fleet, running, null)).values();
    if (reason !== undefined) throw cannotReplace(reason);
  }
}
