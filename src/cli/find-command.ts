import { nearestName } from '../config/nearest-name.ts';
import type { Command, CommandTable } from './command.ts';
import { usageError } from './command-errors.ts';

/** What the first words of a command line refer to. */
export type FoundCommand =
  | { kind: 'command'; spec: Command; words: string[] }
  /** `opm daemon`: the first half of two-word commands. */
  | { kind: 'family'; family: string; specs: Command[]; words: string[] };

/**
 * Finds the command that `words` begin with: one or two words, name or alias.
 *
 * @throws `OpmError` `USAGE` (64) that suggests the nearest command
 */
export function findCommand(table: CommandTable, words: readonly string[]): FoundCommand {
  const [first = '', second = ''] = words;
  for (const spec of table.commands) {
    const names = [spec.name, ...spec.aliases];
    if (names.includes(first)) return { kind: 'command', spec, words: words.slice(1) };
    if (names.includes(`${first} ${second}`)) return { kind: 'command', spec, words: words.slice(2) };
  }
  const foreign = table.foreignCommand(first);
  if (foreign !== undefined && 'runs' in foreign)
    return findCommand(table, [...foreign.runs, ...words.slice(1)]);
  const specs = table.commands.filter((spec) => spec.name.startsWith(`${first} `));
  if (specs.length === 0) throw unknownCommand(table, first, nearestName(first, firstWords(table)));
  if (second === '' || second.startsWith('-'))
    return { kind: 'family', family: first, specs, words: words.slice(1) };
  const seconds = specs.flatMap((spec) => [spec.name, ...spec.aliases]).map((name) => name.split(' ')[1]!);
  const near = nearestName(second, seconds);
  throw unknownCommand(table, `${first} ${second}`, near === undefined ? undefined : `${first} ${near}`);
}

function firstWords({ commands }: CommandTable): string[] {
  return commands.flatMap((spec) => [spec.name, ...spec.aliases]).map((name) => name.split(' ')[0]!);
}

function unknownCommand(table: CommandTable, name: string, near: string | undefined): Error {
  const foreign = table.foreignCommand(name);
  if (foreign !== undefined && 'instead' in foreign)
    return usageError(`There is no command "opm ${name}". ${foreign.instead}`);
  const meant = foreign !== undefined && 'meant' in foreign ? foreign.meant : near;
  const hint = meant === undefined ? 'List all commands with: opm --help' : `Did you mean "opm ${meant}"?`;
  return usageError(`There is no command "opm ${name}". ${hint}`);
}
