import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { writeJson } from '../report/json.ts';
import { listForPrograms, listTable, rawList } from '../report/list-table.ts';

/** `opm list`: shows all instances. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const format = options.flag('json') ? 'json' : (options.text('format') ?? 'default');
  const { entries, snapshotDiffers, notices } = await withDaemon(input, (client) => client.call('list', {}));
  if (format === 'json') {
    writeJson(terminal, listForPrograms(entries));
  } else if (format === 'raw') {
    terminal.out.write(rawList(entries));
  } else {
    terminal.out.write(listTable(entries, terminal.out));
  }
  for (const notice of notices) terminal.err.write(`${notice}\n`);
  if (snapshotDiffers) {
    terminal.err.write('The current apps differ from the saved snapshot. Save them with: opm save\n');
  }
  return EXIT.ok;
}
