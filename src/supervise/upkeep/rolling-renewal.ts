import type { Fleet } from '../fleet.ts';
import type { Renewal } from '../instance/instance-events.ts';

/** Restarts working instances: never two of one app at once, each ready before the next. */
export class RollingRenewal {
  readonly #fleet: Fleet;
  /** The end of the queue of each app. */
  readonly #tails = new Map<string, Promise<void>>();
  /** Tokens of processes whose turn will come. */
  readonly #queued = new Set<string>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Resolves once it is over, however it went. A process that waits for its turn already is not queued again. */
  renew(id: number, renewal: Renewal): Promise<void> {
    const name = this.#fleet.journal.state.instances.get(id)?.spec.name;
    if (name === undefined || this.#queued.has(renewal.token)) return Promise.resolve();
    this.#queued.add(renewal.token);
    const turn = (this.#tails.get(name) ?? Promise.resolve()).then(async () => {
      this.#queued.delete(renewal.token);
      if (this.#fleet.journal.state.instances.has(id)) await this.#fleet.supervisor.renew(id, renewal);
    });
    this.#tails.set(name, turn);
    void turn.then(() => {
      if (this.#tails.get(name) === turn) this.#tails.delete(name);
    });
    return turn;
  }
}
