import { Journal } from '../ledger/journal.ts';
import { openHomeSecret } from '../runtime/files/home-secret.ts';
import { homePaths } from '../runtime/home.ts';

/** What a home remembers. */
export interface OpenedLedger {
  journal: Journal;
  /** What the home's processes are recognized by when the ledger is lost. */
  secret: Buffer;
  /** The ledger was damaged, or there was none: processes from before may be missing from it. */
  lost: boolean;
  /** What the user should know, one sentence each. */
  notices: string[];
}

/**
 * Opens the ledger of a home and its secret, and creates what is missing. Only for the holder of the lock.
 *
 * @throws OpmError LEDGER_NEWER (65), LEDGER_UNREADABLE, LEDGER_UNWRITABLE or SECRET_UNREADABLE (1), FILE_OF_OTHER (65)
 */
export function openLedger(home: string): OpenedLedger {
  const paths = homePaths(home);
  const { journal, damage, keptAs, isNew } = Journal.open(paths.ledger);
  const notices: string[] = [];
  if (damage.length > 0) {
    notices.push(`The ledger was damaged (${damage.join('; ')}); the damaged file was kept as "${keptAs}"`);
  }
  const { secret, problem } = openHomeSecret(paths.secret);
  if (problem !== null) {
    notices.push(
      `The home's secret "${paths.secret}" cannot be written (${problem}). Should the ledger be lost, what this ` +
        'daemon starts is not adopted',
    );
  }
  return { journal, secret, lost: isNew || damage.length > 0, notices };
}
