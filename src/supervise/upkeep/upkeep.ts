import { messageOf } from '../../errors.ts';
import type { Fact } from '../../ledger/facts.ts';
import type { Fleet } from '../fleet.ts';
import type { Carer, CarerTools } from './carer.ts';
import { CARER_KINDS, type CarerKind } from './carer-kinds.ts';
import { RollingRenewal } from './rolling-renewal.ts';

/**
 * What the daemon does about instances that run well: those whose spec has a key for it are taken care of as soon as
 * the ledger has them. It follows the ledger's facts, and acts through the supervisor alone.
 */
export class Upkeep {
  readonly #tools: CarerTools;
  readonly #kinds: readonly CarerKind[];
  readonly #carers = new Map<CarerKind, Carer | 'loading'>();
  #changed = new Set<number>();
  #isClosed = false;

  constructor(options: {
    fleet: Fleet;
    note: (message: string) => void;
    notice: (message: string) => void;
    kinds?: readonly CarerKind[];
  }) {
    const { fleet, note, notice, kinds = CARER_KINDS } = options;
    this.#kinds = kinds;
    this.#tools = { fleet, note, notice, renewal: new RollingRenewal(fleet) };
  }

  /** Begins with the existing instances. */
  begin(): void {
    const { journal } = this.#tools.fleet;
    journal.observe((fact) => this.#note(fact));
    for (const id of journal.state.instances.keys()) this.#seeSoon(id);
  }

  close(): void {
    this.#isClosed = true;
    for (const carer of this.#carers.values()) if (carer !== 'loading') carer.close();
  }

  #note(fact: Fact): void {
    if ('id' in fact) this.#seeSoon(fact.id);
    else if (fact.op === 'restate') this.#seeSoon(fact.instance.id);
    // The settings may be others now.
    else if (fact.op === 'commit')
      for (const id of this.#tools.fleet.journal.state.instances.keys()) this.#seeSoon(id);
  }

  /** Once for everything that happens in one turn. */
  #seeSoon(id: number): void {
    this.#changed.add(id);
    if (this.#changed.size === 1) setImmediate(() => this.#see());
  }

  #see(): void {
    const changed = this.#changed;
    this.#changed = new Set();
    if (this.#isClosed) return;
    const { instances, context } = this.#tools.fleet.journal.state;
    for (const kind of this.#kinds) {
      const carer = this.#carers.get(kind);
      if (carer === 'loading') continue;
      for (const id of changed) {
        const instance = instances.get(id) ?? null;
        if (carer !== undefined) carer.see(id, instance);
        else if (instance !== null && kind.isFor(instance.spec, context?.settings)) {
          void this.#load(kind);
          break;
        }
      }
    }
  }

  async #load(kind: CarerKind): Promise<void> {
    this.#carers.set(kind, 'loading');
    try {
      const Loaded = await kind.load();
      if (this.#isClosed) return;
      const carer = new Loaded(this.#tools);
      this.#carers.set(kind, carer);
      for (const [id, instance] of this.#tools.fleet.journal.state.instances) carer.see(id, instance);
    } catch (error) {
      this.#tools.note(`bug: ${messageOf(error)}`);
    }
  }
}
