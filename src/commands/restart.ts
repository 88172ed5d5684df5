import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { environmentOf, withDaemon } from '../cli/session.ts';
import { usageLine } from '../cli/usage-line.ts';
import type { ExitCode } from '../errors.ts';
import { launchAndRenew } from './targets/launch-and-renew.ts';

/** `opm restart`: stops and starts instances, all at once. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const env = input.options.flag('update-env') ? environmentOf(input) : null;
  const name = input.options.text('name');
  const renamed = name === null ? input : await rename(input, name);
  return launchAndRenew(renamed, 'restarted', (client, targets) => client.call('restart', { targets, env }));
}

/** Gives the one target another name first, as `pm2 restart 3 --name api` does. */
async function rename(input: CommandInput, name: string): Promise<CommandInput> {
  const [target, ...others] = input.args;
  if (target === undefined || others.length > 0)
    throw usageError('--name is for one app', usageLine(input.spec));
  const { nameProblem } = await import('../config/schema/schema-values.ts');
  const problem = nameProblem(name);
  if (problem !== null) throw usageError(`--name: ${problem}`, usageLine(input.spec));
  await withDaemon(input, (client) => client.call('adjust', { target, name, argv: null }));
  return { ...input, args: [name] };
}
