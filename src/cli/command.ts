import type { ExitCode } from '../errors.ts';
import type { Terminal } from '../report/terminal/terminal.ts';
import type { CommandGroup, CommandSpec } from './command-spec.ts';
import type { OptionValues } from './option-values.ts';

/** Everything a command is given; it reads nothing else of the process it runs in. */
export interface CommandInput {
  spec: CommandSpec;
  /** All commands, for those that are about commands. */
  table: CommandTable;
  /** Words as they were typed, options taken out. */
  args: string[];
  options: OptionValues;
  /** Words after `--`. */
  rest: string[];
  terminal: Terminal;
  env: Record<string, string | undefined>;
  cwd: string;
  /**
   * Calls back at Ctrl-C (SIGINT) and SIGTERM instead of ending the process; the returned function undoes it.
   */
  onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
}

/** What every file of a command exports: parse → validate → one call → report. */
export interface CommandModule {
  /** @throws `OpmError` with the message and exit code for the user; anything else is a bug in OPM. */
  run(input: CommandInput): Promise<ExitCode>;
}

/**
 * A command of the table. Its code is loaded only when it runs, so that start-up does not grow with the number of
 * commands; the path is literal because the bundler has to see it.
 */
export interface Command extends CommandSpec {
  load: () => Promise<CommandModule>;
}

/** All commands with what is said about them. */
export interface CommandTable {
  commands: readonly Command[];
  /** Groups in the order of the overview, with their titles. */
  groups: readonly { group: CommandGroup; title: string }[];
  /** The words that do here what a command of another tool does, `undefined` for an unknown one. */
  commandHere: (name: string) => string | undefined;
}
