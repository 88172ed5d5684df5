/**
 * What an option takes. A `flag` takes nothing, `optional` a word or nothing, and `words` all up to the next option;
 * the others take one word, which is checked before the command runs.
 */
export type OptionType = 'flag' | 'text' | 'texts' | 'integer' | 'duration' | 'list' | 'optional' | 'words';

/** One option of a command, as plain data: parser, help, completion and documentation are generated from it. */
export interface OptionSpec {
  /** Long name without dashes: `dry-run`. */
  name: string;
  /** One letter. */
  short?: string;
  /** `texts` may be given several times; `list` is separated by commas. */
  type: OptionType;
  /** The placeholder for the value in the help: `FILE`. */
  value?: string;
  description: string;
  /** The possible values, for checks and completion. */
  choices?: readonly string[];
  /** The smallest value of an `integer`; 0 when absent. */
  min?: number;
  /** The value may begin with a dash, as the options for another program do. */
  takesDashes?: true;
  /** Left out of help, documentation and completion: for OPM itself. */
  hidden?: boolean;
  /** Of `opm start`: sets the key of the config with this name (`max-memory`: `maxMemory`) for a new app. */
  shapesApp?: true;
}

export interface ArgumentSpec {
  name: string;
  required: boolean;
  /** Takes all remaining words. */
  variadic?: boolean;
  /** `-` stands for standard input. */
  stdin?: true;
  /** What completion offers. */
  complete?: 'targets' | 'files' | 'files-and-targets' | 'signals' | 'shells';
}

export type CommandGroup = 'restore' | 'processes' | 'inspect' | 'daemon' | 'gateway' | 'tools';

/** One command, as plain data. */
export interface CommandSpec {
  /** One word, or two: `daemon start`. */
  name: string;
  aliases: readonly string[];
  group: CommandGroup;
  /** One line for the overview. */
  summary: string;
  /** More sentences for `--help` and the documentation. */
  details?: string;
  args: readonly ArgumentSpec[];
  options: readonly OptionSpec[];
  /** Shown when arguments are missing. */
  missingHint?: string;
  /** Whether words after `--` are accepted. */
  takesRest?: boolean;
  examples: readonly { command: string; does: string }[];
}
