import type { ArgumentSpec, CommandSpec, OptionSpec } from '../command-spec.ts';
import { shownOptions } from '../usage-line.ts';
import { completionOf, completionWords, SHELLS, SIGNALS } from './completion-words.ts';

/** The completion script for fish 3 and later. */
export function fishCompletion(commands: readonly CommandSpec[]): string {
  const { first, families } = completionWords(commands);
  return `# opm completion fish
function __opm_words_are -d 'Whether this many words precede the cursor'
    test (count (commandline -opc)) -eq $argv[1]
end

function __opm_command_is -d 'Whether the first one or two words are one of these commands'
    set -l words (commandline -opc)
    contains -- "$words[2]" $argv; or contains -- "$words[2] $words[3]" $argv
end

function __opm_names
    set -l words (commandline -opc)
    command $words[1] completion --names 2>/dev/null
end

complete -c opm -f
${[
  ...first.map(({ word, does }) => complete('__opm_words_are 1', `-a ${word} -d ${quoted(does)}`)),
  ...[...families].flatMap(([family, members]) =>
    members.map(({ word, does }) =>
      complete(`__opm_words_are 2; and __opm_command_is ${family}`, `-a ${word} -d ${quoted(does)}`),
    ),
  ),
  ...commands.flatMap(commandLines),
].join('\n')}
`;
}

function commandLines(spec: CommandSpec): string[] {
  const names = [spec.name, ...spec.aliases];
  const when = `__opm_command_is ${names.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(' ')}`;
  const kinds = new Set(spec.args.map(({ complete: kind }) => kind));
  return [
    ...shownOptions(spec).map((option) => complete(when, optionWords(option))),
    complete(when, `-l help -s h -d ${quoted('Show help')}`),
    ...[...kinds].flatMap(argumentWords).map((words) => complete(when, words)),
  ];
}

function optionWords(option: OptionSpec): string {
  const short = option.short === undefined ? '' : ` -s ${option.short}`;
  const name = `-l ${option.name}${short} -d ${quoted(option.description)}`;
  if (option.type === 'flag') return name;
  const value = completionOf(option);
  if (value === 'files') return `${name} -r -F`;
  if (value === 'folders') return `${name} -x -a '(__fish_complete_directories)'`;
  return value.length === 0 ? `${name} -x` : `${name} -x -a ${quoted(value.join(' '))}`;
}

function argumentWords(kind: ArgumentSpec['complete']): string[] {
  switch (kind) {
    case 'targets':
      return [`-a '(__opm_names)'`];
    case 'files':
      return ['-F'];
    case 'files-and-targets':
      return [`-a '(__opm_names)'`, '-F'];
    case 'signals':
      return [`-a ${quoted(SIGNALS.join(' '))}`];
    case 'shells':
      return [`-a ${quoted(SHELLS.join(' '))}`];
    case undefined:
      return [];
  }
}

function complete(when: string, words: string): string {
  return `complete -c opm -n ${quoted(when)} ${words}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
