import type { ExitCode } from '../errors.ts';
import type { Terminal } from '../report/terminal.ts';
import type { CommandSpec } from './command-spec.ts';
import type { OptionValues } from './option-values.ts';

/** Everything a command is given; it reads nothing else of the process it runs in. */
export interface CommandInput {
  spec: CommandSpec;
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
