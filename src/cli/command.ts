import type { ExitCode } from '../errors.ts';
import type { Terminal } from '../report/terminal/terminal.ts';
import type { CommandGroup, CommandSpec } from './command-spec.ts';
import type { OptionValues } from './option-values.ts';

/** Everything a command is given; it reads nothing else from its process. */
export interface CommandInput {
  spec: CommandSpec;
  /** All commands, for commands about commands. */
  table: CommandTable;
  /** Words as typed, without options. */
  args: string[];
  options: OptionValues;
  /** Words after `--`. */
  rest: string[];
  terminal: Terminal;
  env: Record<string, string | undefined>;
  cwd: string;
  /**
   * Registers a listener for Ctrl-C (SIGINT) and SIGTERM in place of ending the process; returns a function that
   * removes it.
   */
  onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
}

/** What every command file exports: parse → validate → one call → report. */
export interface CommandModule {
  /** @throws `OpmError` with the message and exit code for the user; anything else is a bug in OPM. */
  run(input: CommandInput): Promise<ExitCode>;
}

/**
 * A command of the table. Its code is loaded only when it runs, so that start-up time does not grow with the number
 * of commands; the path is a literal because the bundler has to see it.
 */
export interface Command extends CommandSpec {
  load: () => Promise<CommandModule>;
}

/** All commands with their groups and hints. */
export interface CommandTable {
  commands: readonly Command[];
  /** Groups in the order of the overview, with their titles. */
  groups: readonly { group: CommandGroup; title: string }[];
  /** What a command of another tool is here, `undefined` for an unknown one. */
  foreignCommand: (name: string) => ForeignCommand | undefined;
}

/** What a command of another tool is here. */
export type ForeignCommand =
  /** These words do the very same, and are run in its place. */
  | { runs: readonly string[] }
  /** Probably what was meant. */
  | { meant: string }
  /** It is not there: a sentence that says why, or what to do. */
  | { instead: string };
