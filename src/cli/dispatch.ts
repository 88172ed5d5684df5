import { cac } from 'cac';
import { EXIT, type ExitCode } from '../errors.ts';
import type { CommandInput, CommandTable } from './command.ts';
import { usageError } from './command-errors.ts';
import type { CommandSpec } from './command-spec.ts';
import { findCommand } from './find-command.ts';
import { optionValues } from './option-values.ts';
import { argumentText, usageLine } from './usage-line.ts';
import { readWords } from './words.ts';

/** What every command gets, whatever was typed. */
export type Surroundings = Pick<CommandInput, 'terminal' | 'env' | 'cwd' | 'onInterrupt'>;

/**
 * Runs the command of `table` that `words` name and returns its exit code.
 *
 * @throws `OpmError` for anything that can be explained to a user, `USAGE` (64) for a wrong command line
 */
export async function dispatch(
  table: CommandTable,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, err } = surroundings.terminal;
  const [first] = words;
  if (words.some((word) => word.includes('\ufffd'))) {
    const { undecodableWord } = await import('../runtime/undecodable.ts');
    const bad = undecodableWord(words);
    if (bad !== undefined) throw usageError(`"${bad}" is not UTF-8 text: OPM cannot pass it on as it is`);
  }
  if (
    first === undefined ||
    first === '--help' ||
    first === '-h' ||
    (first === 'help' && words.length === 1)
  ) {
    const { overviewHelp } = await import('./help.ts');
    // No words at all: a script with an empty variable must notice.
    const output = first === undefined ? err : out;
    output.write(overviewHelp(table, output.columns()));
    return first === undefined ? EXIT.usage : EXIT.ok;
  }
  if (first === 'help') return dispatch(table, [...words.slice(1), '--help'], surroundings);
  if (first.startsWith('-')) {
    throw usageError(`The first word is the command, not "${first}". See: opm --help`);
  }

  const found = findCommand(table, words);
  if (found.kind === 'family') return showFamily(found.family, found.specs, found.words, surroundings);
  const { spec } = found;
  const read = readWords(spec, found.words);
  if (read.help) {
    const { commandHelp } = await import('./help.ts');
    out.write(commandHelp(spec, out.columns()));
    return EXIT.ok;
  }
  if (read.rest.length > 0 && spec.takesRest !== true) {
    throw usageError(`"opm ${spec.name}" does not accept anything after "--"`, usageLine(spec));
  }
  const options = optionValues(spec, read.options);
  return runWithCac(spec, read.args, async () => {
    const module = await spec.load();
    return module.run({ spec, table, args: read.args, options, rest: read.rest, ...surroundings });
  });
}

async function showFamily(
  family: string,
  specs: readonly CommandSpec[],
  words: readonly string[],
  { terminal }: Surroundings,
): Promise<ExitCode> {
  const { familyHelp } = await import('./help.ts');
  const asked = words.includes('--help') || words.includes('-h');
  const output = asked ? terminal.out : terminal.err;
  output.write(familyHelp(family, specs, output.columns()));
  return asked ? EXIT.ok : EXIT.usage;
}

/**
 * cac checks the number of arguments and runs the command. Only this one command is registered, because building all
 * of them would slow down every start; and it is given only arguments, because it turns the value of an option into a
 * number where it can (`--name 007` becomes 7).
 */
async function runWithCac(
  spec: CommandSpec,
  args: string[],
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const cli = cac('opm');
  const brackets = spec.args.map((argument) => {
    const name = argument.variadic === true ? `...${argument.name}` : argument.name;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  cli.command([spec.name, ...brackets].join(' '), spec.summary).action(run);
  cli.parse(['', '', spec.name, ...args.map(asPlainWord)], { run: false });
  try {
    return await cli.runMatchedCommand();
  } catch (error) {
    if ((error as Error).name !== 'CACError') throw error;
    throw wrongCount(spec, args.length);
  }
}

/** It counts words and must not take one, `-1` or `-`, for an option. */
function asPlainWord(word: string): string {
  return word.replace(/^-/, 'x');
}

function wrongCount(spec: CommandSpec, given: number): Error {
  const missing = spec.args.filter((argument) => argument.required)[given];
  if (missing === undefined)
    return usageError(`"opm ${spec.name}" was given too many arguments`, usageLine(spec));
  const hint = spec.missingHint === undefined ? '' : `. ${spec.missingHint}`;
  return usageError(`"opm ${spec.name}" needs ${argumentText(missing)}${hint}`, usageLine(spec));
}
