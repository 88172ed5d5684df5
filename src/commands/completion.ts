import { connect } from '../daemon/client.ts';
import { EXIT, type ExitCode, OpmError } from '../errors.ts';
import type { CommandInput } from './command.ts';
import { usageError } from './command-errors.ts';
import { SHELLS } from './completion/families.ts';
import { homeOf, useDaemon } from './session.ts';
import { usageLine } from './usage-line.ts';

/** Somebody has pressed a key and waits. */
const NAMES_DEADLINE_MS = 1000;

/** `opm completion`: prints the completion script of a shell, the man page, or the names of live apps. */
export async function run(input: CommandInput): Promise<ExitCode> {
  if (input.options.flag('names')) return printNames(input);
  const [shell] = input.args;
  input.terminal.out.write(await scriptFor(shell, input));
  return EXIT.ok;
}

async function scriptFor(shell: string | undefined, input: CommandInput): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('./completion/bash.ts')).bashCompletion();
    case 'zsh':
      return (await import('./completion/zsh.ts')).zshCompletion();
    case 'fish':
      return (await import('./completion/fish.ts')).fishCompletion();
    case 'man': {
      const [{ manPage }, { opmVersion }] = await Promise.all([
        import('./man-page.ts'),
        import('../runtime/version.ts'),
      ]);
      return manPage(opmVersion());
    }
    default: {
      const what = shell === undefined ? 'Name what to print' : `"${shell}" is nothing to print`;
      throw usageError(`${what}: ${SHELLS.join(', ')}`, usageLine(input.spec));
    }
  }
}

/** Asked by the completion scripts. Starts no daemon, and says nothing when there is nothing to say. */
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
