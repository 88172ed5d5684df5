import { constants, existsSync } from 'node:fs';
import { readLedger } from '../ledger/ledger-file.ts';
import { homePaths, prepareHome } from '../runtime/home.ts';
import { checkAccess } from '../runtime/quirks/check-access.ts';
import { daemonFailed } from './client-errors.ts';

/**
 * Makes sure, as far as it can be known, that a daemon which this program starts on the home will come up: to be asked
 * before the one that serves it is ended.
 *
 * @throws OpmError what makes the home or the ledger unusable for this program: another user's, a newer OPM's
 */
export function assureStart(home: string): void {
  prepareHome(home);
  const { ledger, daemonLog } = homePaths(home);
  readLedger(ledger);
  for (const file of [ledger, daemonLog]) {
    if (!existsSync(file)) continue;
    try {
      checkAccess(file, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw daemonFailed(`"${file}" cannot be written`, [], error);
    }
  }
}
