import type { Journal } from '../ledger/journal.ts';
import type { Machine } from './machine.ts';
import type { Supervisor } from './supervisor.ts';

/** The instances of a home: who supervises them, what is written of them, and the machine they run on. */
export interface Fleet {
  readonly supervisor: Supervisor;
  readonly journal: Journal;
  readonly machine: Machine;
}
