import type { CommandInput } from '../../cli/command.ts';
import { withDaemon } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';

/** `opm daemon reset`: stops everything and forgets every instance. Keeps snapshots, logs and the old ledger. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const result = await withDaemon(input, (client) => client.call('wipe', {}));
  if (options.flag('json')) {
    writeJson(terminal, result);
  } else {
    terminal.out.write(
      `Stopped ${counted(result.stopped, 'instance')} and forgot everything. ` +
        `The old ledger is kept as ${result.ledgerKeptAs}\n`,
    );
  }
  return EXIT.ok;
}
