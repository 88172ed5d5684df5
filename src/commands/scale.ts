import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { withDaemon } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import type { DaemonClient } from '../protocol/intents.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm scale`: changes the number of instances of an app. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const [name = '', count = ''] = input.args;
  if (!/^[-+]?\d{1,6}$/.test(count)) {
    throw usageError(
      `The number of instances must be a whole number of at least 0, or how many more or less, not "${count}"`,
    );
  }
  const outcomes = await withDaemon(input, async (client) =>
    client.call('scale', { name, instances: await wanted(client, name, count) }),
  );
  return reportOutcomes(input.terminal, outcomes, { json: input.options.flag('json'), verb: 'scaled' });
}

/** `+2` and `-1` count from what there is. */
async function wanted(client: DaemonClient, name: string, count: string): Promise<number> {
  if (/^\d/.test(count)) return Number(count);
  const { entries } = await client.call('list', {});
  return Math.max(0, entries.filter((entry) => entry.name === name).length + Number(count));
}
