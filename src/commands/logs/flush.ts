import type { CommandInput } from '../../cli/command.ts';
import { logUnreadable } from '../../cli/command-errors.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { emptyLog } from '../../logs/empty-log.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';
import { findLogSources } from './find-sources.ts';

/** `opm flush`: empties log files. Processes keep writing: their files are open for appending. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const { sources } = await findLogSources(input, { out: true, err: true });
  const flushed: string[] = [];
  for (const { path } of sources) {
    if (emptied(path)) flushed.push(path);
  }
  if (options.flag('json')) writeJson(terminal, { flushed });
  else terminal.out.write(`Emptied ${counted(flushed.length, 'log file')}.\n`);
  return EXIT.ok;
}

function emptied(path: string): boolean {
  try {
    // An app that has not started yet has written nothing.
    return emptyLog(path);
  } catch (error) {
    throw logUnreadable(error);
  }
}
