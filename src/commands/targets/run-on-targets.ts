import type { CommandInput } from '../../cli/command.ts';
import { withDaemon } from '../../cli/session.ts';
import type { ExitCode } from '../../errors.ts';
import type { DaemonClient, TargetOutcome } from '../../protocol/intents.ts';
import { reportOutcomes } from '../../report/target-outcomes.ts';
import { askWithTargets, readTargets } from './read-targets.ts';

/**
 * Runs a command on its targets and reports what became of each.
 *
 * @param verb of the report: `stopped`
 */
export async function runOnTargets(
  input: CommandInput,
  verb: string,
  ask: (client: DaemonClient, targets: string[]) => Promise<TargetOutcome[]>,
): Promise<ExitCode> {
  const targets = await readTargets(input);
  const outcomes = await withDaemon(input, (client) =>
    askWithTargets(input, targets, (named) => ask(client, named)),
  );
  return reportOutcomes(input.terminal, outcomes, {
    json: input.options.flag('json'),
    verb,
    targets: input.args,
  });
}
