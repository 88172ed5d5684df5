import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { writeJson } from '../../report/json.ts';
import { ledgerText } from '../../report/ledger-text.ts';
import { showLedger } from '../../supervise/ledger-view.ts';

/** `opm ledger show`: shows the contents of the ledger, read without a daemon. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const view = showLedger(homeOf(input));
  if (options.flag('json')) writeJson(terminal, view);
  else terminal.out.write(ledgerText(view, terminal.out));
  return EXIT.ok;
}
