import type { CommandInput } from '../cli/command.ts';
import { environmentOf } from '../cli/session.ts';
import type { ExitCode } from '../errors.ts';
import { launchAndRenew } from './targets/launch-and-renew.ts';

/** `opm reload`: restarts one instance at a time, each ready before the next. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const env = input.options.flag('update-env') ? environmentOf(input) : null;
  return launchAndRenew(input, 'reloaded', (client, targets) => client.call('reload', { targets, env }));
}
