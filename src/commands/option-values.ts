import type { CommandSpec, OptionType } from './command.ts';
import { usageError } from './command-errors.ts';

/** The options of one call, as words. A name that was not given is absent; `true` stands for a flag. */
export type RawOptions = Readonly<Record<string, string[] | true>>;

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/;
const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Typed access to the options of one call. Everything was checked when it was made, so reading cannot fail
 * because of what the user typed; reading an option that the command does not have is a bug and throws.
 */
export class OptionValues {
  readonly #spec: CommandSpec;
  readonly #raw: RawOptions;

  /** @throws `OpmError` `USAGE` (64) for a value that its option does not take. */
  constructor(spec: CommandSpec, raw: RawOptions) {
    this.#spec = spec;
    this.#raw = raw;
    for (const option of spec.options) {
      for (const word of this.#words(option.name)) checkWord(option, word);
    }
  }

  flag(name: string): boolean {
    this.#expect(name, ['flag']);
    return this.#raw[name] === true;
  }

  /** The value as typed; the last one where it was repeated. */
  text(name: string): string | null {
    this.#expect(name, ['text']);
    return this.#words(name).at(-1) ?? null;
  }

  /** All values of an option that may be repeated. */
  texts(name: string): string[] {
    this.#expect(name, ['texts']);
    return this.#words(name);
  }

  /** The parts of `a,b,c`, empty ones left out; `null` when the option was not given. */
  list(name: string): string[] | null {
    this.#expect(name, ['list']);
    const words = this.#words(name);
    return words.length === 0 ? null : words.flatMap(splitList);
  }

  integer(name: string): number | null {
    this.#expect(name, ['integer']);
    const word = this.#words(name).at(-1);
    return word === undefined ? null : Number(word);
  }

  /** Milliseconds. A bare number is milliseconds too. */
  durationMs(name: string): number | null {
    this.#expect(name, ['duration']);
    const word = this.#words(name).at(-1);
    return word === undefined ? null : parseDurationMs(word);
  }

  /** Whether the user gave this option at all. */
  given(name: string): boolean {
    return this.#raw[name] !== undefined;
  }

  #words(name: string): string[] {
    const value = this.#raw[name];
    return Array.isArray(value) ? value : [];
  }

  #expect(name: string, types: readonly OptionType[]): void {
    const option = this.#spec.options.find((candidate) => candidate.name === name);
    if (option === undefined || !types.includes(option.type)) {
      throw new Error(
        `The command "${this.#spec.name}" has no option "${name}" of type ${types.join(' or ')}`,
      );
    }
  }
}

function splitList(word: string): string[] {
  return word
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `60s`, `1.5m`, `250` (milliseconds); `null` for anything else. */
export function parseDurationMs(word: string): number | null {
  const match = DURATION.exec(word);
  if (match === null) return null;
  const unit = (match[2] ?? 'ms') as keyof typeof UNIT_MS;
  const milliseconds = Math.round(Number(match[1]) * UNIT_MS[unit]);
  return Number.isSafeInteger(milliseconds) ? milliseconds : null;
}

function checkWord(option: CommandSpec['options'][number], word: string): void {
  const flag = `--${option.name}`;
  if (option.choices !== undefined && !option.choices.includes(word)) {
    throw usageError(`${flag} is one of ${option.choices.join(', ')}, not "${word}"`);
  }
  if (option.type === 'integer') {
    const min = option.min ?? 0;
    if (!/^\d{1,15}$/.test(word) || Number(word) < min) {
      throw usageError(`${flag} takes a whole number from ${min} on, not "${word}"`);
    }
  }
  if (option.type === 'duration' && (parseDurationMs(word) ?? 0) <= 0) {
    throw usageError(`${flag} takes a duration such as 500ms, 60s or 5m, not "${word}"`);
  }
  if (option.type === 'list' && splitList(word).length === 0) {
    throw usageError(`${flag} takes names separated by commas, not "${word}"`);
  }
}
