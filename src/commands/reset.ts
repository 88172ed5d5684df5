import type { CommandInput } from '../cli/command.ts';
import type { ExitCode } from '../errors.ts';
import { runOnTargets } from './targets/run-on-targets.ts';

/** `opm reset`: sets restart counters to zero. */
export async function run(input: CommandInput): Promise<ExitCode> {
  return runOnTargets(input, 'reset', (client, targets) => client.call('reset', { targets }));
}
