import { LONGEST_DURATION_MS, parseDuration } from '../duration.ts';
import { usageError } from './command-errors.ts';
import type { CommandSpec, OptionSpec, OptionType } from './command-spec.ts';

/** The options of one call, as words. An option that was not given is absent; `true` stands for a flag. */
export type RawOptions = Readonly<Record<string, string[] | true>>;

/**
 * Typed access to the options of one call. Everything was checked on creation, so reading cannot fail because of what
 * the user typed; reading an option that the command does not have is a bug and throws.
 */
export interface OptionValues {
  flag(name: string): boolean;
  /** `true` where it was given without a value. */
  optional(name: string): string | true | null;
  /** The words after an option that takes several. */
  words(name: string): string[] | null;
  /** The value as typed; the last one if it was repeated. */
  text(name: string): string | null;
  /** All values of an option that may be repeated. */
  texts(name: string): string[];
  /** The parts of `a,b,c` without empty ones; `null` when the option was not given. */
  list(name: string): string[] | null;
  integer(name: string): number | null;
  /** Milliseconds. A bare number is milliseconds too. */
  durationMs(name: string): number | null;
  /** Whether the user gave this option at all, whatever its type. */
  given(name: string): boolean;
}

/**
 * Checks every value against its option.
 *
 * @throws `OpmError` `USAGE` (64) for a value that its option does not accept
 */
export function optionValues(spec: CommandSpec, raw: RawOptions): OptionValues {
  const words = (name: string, type: OptionType): string[] => {
    const option = spec.options.find((candidate) => candidate.name === name);
    if (option?.type !== type) throw new Error(`"opm ${spec.name}" has no ${type} option "${name}"`);
    return wordsOf(raw, name);
  };
  const last = (name: string, type: OptionType): string | null => words(name, type).at(-1) ?? null;

  for (const option of spec.options) {
    for (const word of wordsOf(raw, option.name)) checkWord(option, word);
  }
  return {
    flag: (name) => {
      words(name, 'flag');
      return raw[name] === true;
    },
    optional: (name) => last(name, 'optional') ?? (raw[name] === true ? true : null),
    words: (name) => {
      const given = words(name, 'words');
      return raw[name] === undefined ? null : given;
    },
    text: (name) => last(name, 'text'),
    texts: (name) => words(name, 'texts'),
    list: (name) => {
      const given = words(name, 'list');
      return given.length === 0 ? null : given.flatMap(splitList);
    },
    integer: (name) => {
      const word = last(name, 'integer');
      return word === null ? null : Number(word);
    },
    durationMs: (name) => {
      const word = last(name, 'duration');
      return word === null ? null : durationOf(word);
    },
    given: (name) => raw[name] !== undefined,
  };
}

function wordsOf(raw: RawOptions, name: string): string[] {
  const value = raw[name];
  return Array.isArray(value) ? value : [];
}

function splitList(word: string): string[] {
  return word
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `60s`, `1.5m`, or `250` (milliseconds); `null` for anything else, or for longer than a timer can wait. */
function durationOf(word: string): number | null {
  const milliseconds = parseDuration(/^\d+$/.test(word) ? Number(word) : word);
  return milliseconds !== null && milliseconds <= LONGEST_DURATION_MS ? milliseconds : null;
}

function checkWord(option: OptionSpec, word: string): void {
  const flag = `--${option.name}`;
  if (option.choices !== undefined && !option.choices.includes(word)) {
    throw usageError(`${flag} must be one of ${option.choices.join(', ')}, not "${word}"`);
  }
  const min = option.min ?? 0;
  if (option.type === 'integer' && (!/^\d{1,15}$/.test(word) || Number(word) < min)) {
    throw usageError(`${flag} must be a whole number of at least ${min}, not "${word}"`);
  }
  if (option.type === 'duration' && (durationOf(word) ?? 0) <= 0) {
    throw usageError(`${flag} must be a duration such as 500ms, 60s or 5m, not "${word}"`);
  }
  if (option.type === 'list' && splitList(word).length === 0) {
    throw usageError(`${flag} must be names separated by commas, not "${word}"`);
  }
}
