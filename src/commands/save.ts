import { EXIT, type ExitCode } from '../errors.ts';
import { writeJson } from '../report/json.ts';
import { counted } from '../report/units.ts';
import type { CommandInput } from './command.ts';
import { withDaemon } from './session.ts';

/** `opm save`: writes the snapshot that `opm restore` brings back. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const saved = await withDaemon(input, (client) => client.call('save', {}));
  if (options.flag('json')) {
    writeJson(terminal, saved);
  } else {
    terminal.out.write(
      `Saved ${counted(saved.instances, 'instance')} as generation ${saved.generation}: ${saved.file}\n`,
    );
  }
  return EXIT.ok;
}
