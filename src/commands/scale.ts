import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { withDaemon } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm scale`: changes the number of instances of an app. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const [name = '', count = ''] = input.args;
  if (!/^\d{1,6}$/.test(count)) {
    throw usageError(`The number of instances must be a whole number of at least 0, not "${count}"`);
  }
  const outcomes = await withDaemon(input, (client) =>
    client.call('scale', { name, instances: Number(count) }),
  );
  return reportOutcomes(input.terminal, outcomes, { json: input.options.flag('json'), verb: 'scaled' });
}
