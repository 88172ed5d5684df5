import type { Acquisition } from '../ledger/lock/lock.ts';

/** The home has another owner. */
export class OwnedByOther extends Error {
  readonly owner: Extract<Acquisition, { acquired: false }>;

  constructor(owner: Extract<Acquisition, { acquired: false }>) {
    super(owner.why);
    this.owner = owner;
  }
}
