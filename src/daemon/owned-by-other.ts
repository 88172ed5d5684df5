import type { Acquisition } from '../ledger/lock/lock.ts';

/** Someone else owns the home. */
export class OwnedByOther extends Error {
  readonly owner: Extract<Acquisition, { acquired: false }>;

  constructor(owner: Extract<Acquisition, { acquired: false }>) {
    super(owner.why);
    this.owner = owner;
  }
}
