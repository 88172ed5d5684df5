import type { Caller } from '../../protocol/intents.ts';
import { describe } from '../../restore/gate.ts';

/** When a command arrived, among all of them. */
export type Order = number;

/**
 * Which instances somebody has ended, and when. A command that starts one checks here right before it does: ending an
 * instance takes precedence over earlier requests to start it.
 */
export class EndsOfInstances {
  readonly #ends = new Map<number, { order: Order; caller: Caller | null }>();
  #arrived: Order = 0;

  /** A command has arrived. */
  arrive(): Order {
    this.#arrived += 1;
    return this.#arrived;
  }

  /** The command that arrived then is about to end these. */
  note(order: Order, ids: number[], caller: Caller | null): void {
    for (const id of ids) this.#ends.set(id, { order, caller });
  }

  /** Who has ended the instance since that command arrived, as a sentence; `null` if nobody has. */
  since(order: Order, id: number): string | null {
    const end = this.#ends.get(id);
    return end === undefined || end.order < order ? null : `ended meanwhile by ${describe(end.caller)}`;
  }
}
