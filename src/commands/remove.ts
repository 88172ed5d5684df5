import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';
import type { CommandInput } from './command.ts';
import { withDaemon } from './session.ts';

/** `opm remove`: stops instances and forgets them. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const outcomes = await withDaemon(input, (client) => client.call('remove', { targets: input.args }));
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb: 'removed',
    targets: input.args,
  });
}
