import type { Journal } from '../ledger/journal.ts';
import type { Machine } from './machine.ts';
import type { Supervisor } from './supervisor.ts';

/** The instances of a home: their supervisor, their journal, and the machine they run on. */
export interface Fleet {
  readonly supervisor: Supervisor;
  readonly journal: Journal;
  readonly machine: Machine;
}
