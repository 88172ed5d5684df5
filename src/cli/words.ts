import { nearestName } from '../config/nearest-name.ts';
import { usageError } from './command-errors.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';
import type { RawOptions } from './option-values.ts';
import { shownOptions, usageLine } from './usage-line.ts';

/** The words after a command's name, parsed. Nothing is converted: `007` stays `007`. */
export interface ReadWords {
  args: string[];
  options: RawOptions;
  /** After `--`. */
  rest: string[];
  help: boolean;
}

/**
 * Parses the words after a command's name using the command's options: `--name value`, `--name=value`, `-n 5`, `-n5`,
 * `-fn 5`, options before and after arguments, everything after `--` unchanged.
 *
 * @throws `OpmError` `USAGE` (64) for an unknown option, a missing value, or a value where none is accepted
 */
export function readWords(spec: CommandSpec, words: readonly string[]): ReadWords {
  const read = { args: [] as string[], options: {} as Record<string, string[] | true>, help: false };
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);

  let index = 0;
  const take = (option: OptionSpec, shown: string, attached: string | null): void => {
    if (option.type === 'flag') {
      if (attached !== null) throw usageError(`${shown} does not take a value`, usageLine(spec));
      if (option === HELP) read.help = true;
      else read.options[option.name] = true;
      return;
    }
    if (option.type === 'words' && attached === null) {
      const following = own.slice(index + 1);
      const stop = following.findIndex(looksLikeOption);
      const taken = stop === -1 ? following : following.slice(0, stop);
      index += taken.length;
      read.options[option.name] = taken;
      return;
    }
    const value = attached ?? own[index + 1];
    if (
      option.type === 'optional' &&
      (value === undefined || (attached === null && looksLikeOption(value)))
    ) {
      read.options[option.name] = true;
      return;
    }
    const isOption = option.takesDashes !== true && looksLikeOption(value ?? '');
    if (value === undefined || (attached === null && isOption)) {
      throw usageError(
        `${shown} needs a value: --${option.name}=${option.value ?? 'VALUE'}`,
        usageLine(spec),
      );
    }
    if (attached === null) index++;
    const earlier = read.options[option.name];
    read.options[option.name] = Array.isArray(earlier) ? [...earlier, value] : [value];
  };

  for (; index < own.length; index++) {
    const word = own[index]!;
    if (word === '-' && !spec.args.some(({ stdin }) => stdin === true))
      throw usageError('"-" is not accepted here', usageLine(spec));
    if (!looksLikeOption(word)) {
      read.args.push(word);
    } else if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals === -1 ? undefined : equals);
      take(optionNamed(spec, name), `--${name}`, equals === -1 ? null : word.slice(equals + 1));
    } else {
      takeCluster(spec, word, take);
    }
  }
  return { ...read, rest: end === -1 ? [] : words.slice(end + 1) };
}

/** `-fn15`: flags until the first option that takes a value, which takes the rest of the word. */
function takeCluster(
  spec: CommandSpec,
  word: string,
  take: (option: OptionSpec, shown: string, attached: string | null) => void,
): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    const option = [...spec.options, HELP].find((candidate) => candidate.short === letter);
    if (option === undefined) throw unknownOption(spec, `-${letter}`);
    const left = word.slice(at + 1);
    if (option.type === 'flag') {
      take(option, `-${letter}`, null);
    } else {
      take(option, `-${letter}`, left === '' ? null : left.replace(/^=/, ''));
      return;
    }
  }
}

const HELP: OptionSpec = { name: 'help', short: 'h', type: 'flag', description: 'Show this help' };

function looksLikeOption(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && !/^-\d/.test(word);
}

function optionNamed(spec: CommandSpec, name: string): OptionSpec {
  const option = [...spec.options, HELP].find((candidate) => candidate.name === name);
  if (option !== undefined) return option;
  const near = nearestName(name, [...shownOptions(spec).map((candidate) => candidate.name), 'help']);
  throw unknownOption(spec, `--${name}`, near);
}

function unknownOption(spec: CommandSpec, shown: string, near?: string): Error {
  const hint = near === undefined ? '' : `. Did you mean --${near}?`;
  const rest = spec.takesRest ? ` Options of the app itself go after "--".` : '';
  return usageError(`"opm ${spec.name}" has no option ${shown}${hint || '.'}${rest}`, usageLine(spec));
}
