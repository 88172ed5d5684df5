/** What an option takes. A `flag` takes nothing; the others take one word, which is checked before a command runs. */
export type OptionType = 'flag' | 'text' | 'texts' | 'integer' | 'duration' | 'list';

/** One option of a command, as plain data: parser, help, completion and the documents are made from it. */
export interface OptionSpec {
  /** Long name without dashes: `dry-run`. */
  name: string;
  /** One letter. */
  short?: string;
  /** `texts` may be given several times; `list` is separated by commas. */
  type: OptionType;
  /** What stands for the value in the help: `FILE`. */
  value?: string;
  description: string;
  /** What the value can be, for checks and completion. */
  choices?: readonly string[];
  /** The smallest value of an `integer`; 0 when absent. */
  min?: number;
  /** Left out of help, documents and completion: for OPM itself. */
  hidden?: boolean;
}

export interface ArgumentSpec {
  name: string;
  required: boolean;
  /** Takes all that follow. */
  variadic?: boolean;
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
  /** Further sentences for `--help` and the documents. */
  details?: string;
  args: readonly ArgumentSpec[];
  options: readonly OptionSpec[];
  /** Said when arguments are missing. */
  missingHint?: string;
  /** Whether words after `--` mean something. */
  takesRest?: boolean;
  examples: readonly { command: string; does: string }[];
}
