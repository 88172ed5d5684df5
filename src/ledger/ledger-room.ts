import fs from 'node:fs';
import { ledgerUnwritable } from './journal-errors.ts';

/** More than the facts of starting or stopping instances need, even for apps with long specs. */
const BASE_BYTES = 16 * 1024;
const PER_FACT_BYTES = 512;

/** How much room about this many facts need. */
export function roomBytes(facts: number): number {
  return BASE_BYTES + facts * PER_FACT_BYTES;
}

/**
 * Reserves room on the disk for about `facts` more facts, in a file beside the ledger, until {@link giveRoom}: so
 * that what has begun can be rolled back on a disk that others have filled by then. The file outlives the process.
 *
 * @throws OpmError LEDGER_UNWRITABLE (1)
 */
export function holdRoom(ledger: string, facts: number): void {
  try {
    fs.writeFileSync(roomFile(ledger), Buffer.alloc(roomBytes(facts)), { mode: 0o600 });
  } catch (error) {
    giveRoom(ledger);
    throw ledgerUnwritable(ledger, error);
  }
}

/** Frees the room reserved by this process or an earlier one for whatever is written next. */
export function giveRoom(ledger: string): void {
  try {
    fs.rmSync(roomFile(ledger), { force: true });
  } catch {
    // The disk is read-only or gone by now: room would be of no use.
  }
}

function roomFile(ledger: string): string {
  return `${ledger}.room`;
}
