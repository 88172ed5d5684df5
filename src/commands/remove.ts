import type { CommandInput } from '../cli/command.ts';
import type { ExitCode } from '../errors.ts';
import { runOnTargets } from './targets/run-on-targets.ts';

/** `opm remove`: stops instances and forgets them. */
export async function run(input: CommandInput): Promise<ExitCode> {
  return runOnTargets(input, 'removed', (client, targets) => client.call('remove', { targets }));
}
