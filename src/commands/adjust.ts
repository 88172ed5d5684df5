import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { withDaemon } from '../cli/session.ts';
import { usageLine } from '../cli/usage-line.ts';
import { splitWords } from '../config/split-words.ts';
import type { ExitCode } from '../errors.ts';
import { reportOutcomes } from '../report/target-outcomes.ts';

/** `opm adjust`: changes the name or the command of an instance. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options, spec } = input;
  const [target = ''] = input.args;
  const name = options.text('name');
  const command = options.text('command');
  if (name === null && command === null) {
    throw usageError(`"opm adjust" needs --name, --command or both`, usageLine(spec));
  }
  if (name !== null) {
    const { nameProblem } = await import('../config/schema/schema-values.ts');
    const problem = nameProblem(name);
    if (problem !== null) throw usageError(`--name: ${problem}`, usageLine(spec));
  }
  const argv = command === null ? null : argvOf(command);
  const outcomes = await withDaemon(input, (client) => client.call('adjust', { target, name, argv }));
  return reportOutcomes(input.terminal, outcomes, { json: options.flag('json'), verb: 'adjusted' });
}

function argvOf(command: string): string[] {
  const words = splitWords(command);
  if ('reason' in words) throw usageError(`--command cannot be split into words: ${words.reason}`);
  if (words.length === 0) throw usageError('--command is empty');
  return words;
}
