import type { CommandInput } from '../cli/command.ts';
import { environmentOf, withDaemon } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm restart`: stops and starts instances, all at once. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const env = input.options.flag('update-env') ? environmentOf(input) : null;
  const outcomes = await withDaemon(input, (client) => client.call('restart', { targets: input.args, env }));
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb: 'restarted',
    targets: input.args,
  });
}
