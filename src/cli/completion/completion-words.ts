import type { CommandSpec, OptionSpec } from '../command-spec.ts';

/** The material of completion scripts: the first words, and the second words where a command has two. */
export interface CompletionWords {
  /** First words with their descriptions. */
  first: { word: string; does: string }[];
  /** `daemon` → `start`, `stop`, … */
  families: Map<string, { word: string; does: string }[]>;
}

export function completionWords(commands: readonly CommandSpec[]): CompletionWords {
  const first = new Map<string, string>();
  const families: CompletionWords['families'] = new Map();
  for (const spec of commands) {
    for (const name of [spec.name, ...spec.aliases]) {
      const [word = '', second] = name.split(' ');
      if (second === undefined) {
        first.set(word, spec.summary);
        continue;
      }
      const members = families.get(word) ?? [];
      members.push({ word: second, does: spec.summary });
      families.set(word, members);
    }
  }
  for (const [family, members] of families) {
    first.set(family, members.map(({ word }) => word).join(', '));
  }
  return { first: [...first].map(([word, does]) => ({ word, does })), families };
}

/** What completes the value of an option: files, folders, given words, or nothing. */
export function completionOf(option: OptionSpec): 'files' | 'folders' | readonly string[] {
  if (option.choices !== undefined) return option.choices;
  if (option.value === 'FILE') return 'files';
  return option.value === 'FOLDER' ? 'folders' : [];
}

/** Every option that takes a value, once; options of one name mean the same everywhere. */
export function valueOptions(commands: readonly CommandSpec[]): OptionSpec[] {
  const byName = new Map<string, OptionSpec>();
  for (const spec of commands) {
    for (const option of spec.options) {
      if (option.type !== 'flag' && option.hidden !== true) byName.set(option.name, option);
    }
  }
  return [...byName.values()];
}

/** What completes the argument at the end of the line. */
export function lastArgument(
  spec: CommandSpec,
): NonNullable<CommandSpec['args'][number]['complete']> | 'nothing' {
  return spec.args.at(-1)?.complete ?? 'nothing';
}

/** Signals that people send by hand. */
export const SIGNALS = [
  'HUP',
  'INT',
  'QUIT',
  'KILL',
  'USR1',
  'USR2',
  'TERM',
  'CONT',
  'STOP',
  'WINCH',
] as const;

/** What `opm completion` prints. */
export const SHELLS = ['bash', 'zsh', 'fish', 'man'] as const;
