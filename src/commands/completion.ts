import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { SHELLS } from '../cli/completion/completion-words.ts';
import { homeOf, useDaemon } from '../cli/session.ts';
import { usageLine } from '../cli/usage-line.ts';
import { connect } from '../client/connect.ts';
import { EXIT, type ExitCode, OpmError } from '../errors.ts';

/** Someone has pressed Tab and is waiting. */
const NAMES_DEADLINE_MS = 1000;

/** `opm completion`: prints the completion script of a shell, the man page, or the names of live apps. */
export async function run(input: CommandInput): Promise<ExitCode> {
  if (input.options.flag('names')) return printNames(input);
  const [shell] = input.args;
  input.terminal.out.write(await scriptFor(shell, input));
  return EXIT.ok;
}

async function scriptFor(shell: string | undefined, { table, spec }: CommandInput): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('../cli/completion/bash-completion.ts')).bashCompletion(table.commands);
    case 'zsh':
      return (await import('../cli/completion/zsh-completion.ts')).zshCompletion(table.commands);
    case 'fish':
      return (await import('../cli/completion/fish-completion.ts')).fishCompletion(table.commands);
    case 'man': {
      const [{ manPage }, { opmVersion }] = await Promise.all([
        import('../cli/reference/man-page.ts'),
        import('../runtime/version.ts'),
      ]);
      return manPage(table, opmVersion());
    }
    default: {
      const what = shell === undefined ? 'Name what to print' : `"${shell}" cannot be printed`;
      throw usageError(`${what}: ${SHELLS.join(', ')}`, usageLine(spec));
    }
  }
}

/** Called by the completion scripts. Starts no daemon, and prints nothing when there is nothing to print. */
async function printNames(input: CommandInput): Promise<ExitCode> {
  try {
    const client = await connect({ home: homeOf(input), start: 'never', deadlineMs: NAMES_DEADLINE_MS });
    if (client === null) return EXIT.ok;
    const { entries } = await useDaemon(client, (daemon) => daemon.call('list', {}));
    const names = [...new Set(entries.map(({ name }) => name))];
    input.terminal.out.write(names.map((name) => `${name}\n`).join(''));
    return EXIT.ok;
  } catch (error) {
    if (error instanceof OpmError) return error.exitCode;
    throw error;
  }
}
