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

/** The completion script for zsh, to be sourced or put into a folder of `$fpath` as `_opm`. */
export function zshCompletion(commands: readonly CommandSpec[]): string {
  const { first, families } = completionWords(commands);
  const familyCases = [...families].map(
    ([family, members]) => `    (${family})
      if (( CURRENT == 3 )); then
        described=(${members.map(described).join(' ')})
        _describe -t commands 'opm ${family} command' described
        return
      fi
      command="$command $words[3]" ;;`,
  );
  const commandCases = commands.map((spec) => {
    const names = [spec.name, ...spec.aliases].map((name) => name.replace(' ', '\\ ')).join('|');
    const options = shownOptions(spec).map((option) =>
      described({ word: `--${option.name}`, does: option.description }),
    );
    const second = spec.args.length > 1 ? (spec.args[0]?.complete ?? 'nothing') : lastArgument(spec);
    return `    (${names})
      described=(${[...options, "'--help:Show help'"].join(' ')})
      first=${second} last=${lastArgument(spec)} ;;`;
  });
  const valueCases = valueOptions(commands).map((option) => {
    const value = completionOf(option);
    const names = [`--${option.name}`, ...(option.short === undefined ? [] : [`-${option.short}`])].join('|');
    if (value === 'files') return `    (${names}) _files; return ;;`;
    if (value === 'folders') return `    (${names}) _files -/; return ;;`;
    return `    (${names}) compadd -- ${value.join(' ')}; return ;;`;
  });
  return `#compdef opm
# opm completion zsh
_opm_names() {
  local -a names
  names=(\${(f)"$($words[1] completion --names 2>/dev/null)"})
  compadd -a names
}

_opm() {
  local -a described
  local command=$words[2] first=nothing last=nothing kind
  if (( CURRENT == 2 )); then
    described=(${first.map(described).join(' ')})
    _describe -t commands 'opm command' described
    return
  fi
  case $command in
${familyCases.join('\n')}
  esac
  case $command in
${commandCases.join('\n')}
  esac
  case $words[CURRENT-1] in
${valueCases.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -t options 'option' described
    return
  fi
  if (( CURRENT == 3 )); then kind=$first; else kind=$last; fi
  case $kind in
    (targets) _opm_names ;;
    (files) _files ;;
    (files-and-targets) _opm_names; _files ;;
    (signals) compadd -- ${SIGNALS.join(' ')} ;;
    (shells) compadd -- ${SHELLS.join(' ')} ;;
  esac
}

if [[ $funcstack[1] == _opm ]]; then _opm "$@"; else compdef _opm opm; fi
`;
}

/** `'word:what it does'`, quoted for zsh and for `_describe`. */
function described({ word, does }: { word: string; does: string }): string {
  const text = `${word.replaceAll(':', '\\:')}:${does.replaceAll(':', '\\:')}`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
