import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm reload`: restarts one instance at a time, each ready before the next. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const outcomes = await withDaemon(input, (client) => client.call('reload', { targets: input.args }));
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb: 'reloaded',
    targets: input.args,
  });
}
