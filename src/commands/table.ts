import { nearestName } from '../config/nearest-name.ts';
import { usageError } from './command-errors.ts';
import type { CommandGroup, CommandSpec } from './command-spec.ts';
import { commandHere } from './foreign-commands.ts';
import { BOOT_COMMANDS } from './table/boot.ts';
import { DAEMON_COMMANDS } from './table/daemon.ts';
import { INSPECT_COMMANDS } from './table/inspect.ts';
import { PROCESS_COMMANDS } from './table/processes.ts';
import { RESTORE_COMMANDS } from './table/restore.ts';
import { TOOL_COMMANDS } from './table/tools.ts';

/** Every command. The parser, the help, the completions, the man page and docs/commands.md are made from it. */
export const COMMANDS: readonly CommandSpec[] = [
  ...RESTORE_COMMANDS,
  ...PROCESS_COMMANDS,
  ...INSPECT_COMMANDS,
  ...DAEMON_COMMANDS,
  ...BOOT_COMMANDS,
  ...TOOL_COMMANDS,
];

/** Groups in the order of the overview, with their titles. */
export const GROUPS: readonly { group: CommandGroup; title: string }[] = [
  { group: 'restore', title: 'Restore' },
  { group: 'processes', title: 'Processes' },
  { group: 'inspect', title: 'Look' },
  { group: 'daemon', title: 'Daemon' },
  { group: 'tools', title: 'Tools' },
];

/** What the first words of a command line name. */
export type FoundCommand =
  | { kind: 'command'; spec: CommandSpec; words: string[] }
  /** `opm daemon`: the first half of two-word commands. */
  | { kind: 'family'; family: string; specs: CommandSpec[]; words: string[] };

/**
 * Finds the command that `words` begin with: one or two words, name or alias.
 *
 * @throws `OpmError` `USAGE` (64) that suggests the nearest command
 */
export function findCommand(words: readonly string[]): FoundCommand {
  const [first = '', second = ''] = words;
  for (const spec of COMMANDS) {
    const names = [spec.name, ...spec.aliases];
    if (names.includes(first)) return { kind: 'command', spec, words: words.slice(1) };
    if (names.includes(`${first} ${second}`)) return { kind: 'command', spec, words: words.slice(2) };
  }
  const specs = COMMANDS.filter((spec) => spec.name.startsWith(`${first} `));
  if (specs.length === 0) throw unknownCommand(first, nearestName(first, firstWords()));
  if (second === '' || second.startsWith('-'))
    return { kind: 'family', family: first, specs, words: words.slice(1) };
  const seconds = specs.flatMap((spec) => [spec.name, ...spec.aliases]).map((name) => name.split(' ')[1]!);
  const near = nearestName(second, seconds);
  throw unknownCommand(`${first} ${second}`, near === undefined ? undefined : `${first} ${near}`);
}

function firstWords(): string[] {
  return COMMANDS.flatMap((spec) => [spec.name, ...spec.aliases]).map((name) => name.split(' ')[0]!);
}

function unknownCommand(name: string, near: string | undefined): Error {
  const meant = commandHere(name) ?? near;
  const hint = meant === undefined ? 'See all commands with: opm --help' : `Did you mean "opm ${meant}"?`;
  return usageError(`There is no command "opm ${name}". ${hint}`);
}
