import type { CommandInput } from '../cli/command.ts';
import type { ExitCode } from '../errors.ts';
import { runOnTargets } from './targets/run-on-targets.ts';

/** `opm stop`: stops instances, which stay stopped until they are started again. */
export async function run(input: CommandInput): Promise<ExitCode> {
  return runOnTargets(input, 'stopped', (client, targets) => client.call('stop', { targets }));
}
