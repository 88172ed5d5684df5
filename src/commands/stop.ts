import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm stop`: stops instances, which stay stopped until they are started again. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const outcomes = await withDaemon(input, (client) => client.call('stop', { targets: input.args }));
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb: 'stopped',
    targets: input.args,
  });
}
