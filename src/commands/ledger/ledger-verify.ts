import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';
import { verifyLedger } from '../../supervise/ledger-view.ts';

/** `opm ledger verify`: compares the ledger with the processes on this machine. Exit code 1 when they disagree. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const verdict = verifyLedger(homeOf(input));
  const isGood = verdict.problems.length === 0;
  if (options.flag('json')) {
    writeJson(terminal, { ok: isGood, ...verdict });
  } else {
    const problems = verdict.problems.map((problem) => `${printable(problem)}\n`).join('');
    const agree = `The ledger agrees with the machine: ${counted(verdict.checked, 'live claim')}.\n`;
    terminal.out.write(isGood ? agree : problems);
  }
  return isGood ? EXIT.ok : EXIT.failed;
}
