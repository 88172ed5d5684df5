import type { CommandSpec } from '../command-spec.ts';
import { shownOptions } from '../usage-line.ts';
import {
  completionOf,
  completionWords,
  lastArgument,
  SHELLS,
  SIGNALS,
  valueOptions,
} from './completion-words.ts';

/** The completion script for bash 4.4 and later. It needs no other package. */
export function bashCompletion(commands: readonly CommandSpec[]): string {
  const { first, families } = completionWords(commands);
  const familyCases = [...families].map(
    ([family, members]) => `    ${family})
      if [ "$COMP_CWORD" -eq 2 ]; then _opm_words "${members.map(({ word }) => word).join(' ')}"; return; fi
      command="$command \${COMP_WORDS[2]}" ;;`,
  );
  const commandCases = commands.map((spec) => {
    const names = [spec.name, ...spec.aliases].map((name) => `"${name}"`).join('|');
    const options = [...shownOptions(spec).map((option) => `--${option.name}`), '--help'].join(' ');
    const second = spec.args.length > 1 ? (spec.args[0]?.complete ?? 'nothing') : lastArgument(spec);
    return `    ${names}) options="${options}" first="${second}" last="${lastArgument(spec)}" ;;`;
  });
  const valueCases = valueOptions(commands).map((option) => {
    const value = completionOf(option);
    const names = [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])].join('|');
    if (value === 'files') return `    ${names}) _opm_files -f; return ;;`;
    if (value === 'folders') return `    ${names}) _opm_files -d; return ;;`;
    return `    ${names}) _opm_words "${value.join(' ')}"; return ;;`;
  });
  return `# opm completion bash
_opm_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$cur"))
}

_opm_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen "$1" -- "$cur"))
}

_opm_names() {
  local name
  while IFS= read -r name; do
    if [[ $name == "$cur"* ]]; then COMPREPLY+=("$name"); fi
  done < <("\${COMP_WORDS[0]}" completion --names 2>/dev/null)
}

_opm() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} options= first=nothing last=nothing kind at=2
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _opm_words "${first.map(({ word }) => word).join(' ')} --help --version"
    return
  fi
  case "$command" in
${familyCases.join('\n')}
  esac
  case "$command" in
${commandCases.join('\n')}
  esac
  case "\${COMP_WORDS[COMP_CWORD-1]}" in
${valueCases.join('\n')}
  esac
  if [[ $cur == -* ]]; then _opm_words "$options"; return; fi
  if [ "$COMP_CWORD" -eq "$at" ]; then kind=$first; else kind=$last; fi
  case "$kind" in
    targets) _opm_names ;;
    files) _opm_files -f ;;
    files-and-targets) _opm_names; _opm_files -f ;;
    signals) _opm_words "${SIGNALS.join(' ')}" ;;
    shells) _opm_words "${SHELLS.join(' ')}" ;;
  esac
}
complete -F _opm opm
`;
}
