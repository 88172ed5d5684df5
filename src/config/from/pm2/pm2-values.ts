import { joinWords, splitWords } from '../../split-words.ts';

/** How PM2 writes single values. What cannot be parsed is passed on unchanged, for validation to report. */

const UNITS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Milliseconds in `1600`, `"1600"`, `"5s"`, `"1h"`. */
export function milliseconds(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const match = /^([0-9]+)(h|m|s)?$/.exec(String(value));
  if (match === null) return value;
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}

/** `300M` as it is; bytes, as a number or as text, with a unit. */
export function byteSize(value: unknown): unknown {
  if (!/^[0-9]+$/.test(String(value))) return value;
  const bytes = Number(value);
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2}M` : `${Number((bytes / 1024).toFixed(3))}K`;
}

/** A number that may be written as text. */
export function numeric(value: unknown): unknown {
  return typeof value === 'string' && /^-?[0-9]+$/.test(value.trim()) ? Number(value) : value;
}

/**
 * Arguments as a list, or as text that is split the way PM2 does it: at spaces outside quotes. Only a word that is
 * quoted as a whole loses its quotes, and a backslash is a character like any other.
 */
export function argumentList(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  const words = String(value).match(/[^\s"'=]+=(?:"[^"]*"|'[^']*')|"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words
    .map((word) => (/^(".*"|'.*')$/s.test(word) ? word.slice(1, -1) : word))
    .filter((word) => word.trim() !== '');
}

/** The words of a command line that {@link isPlainCommand}. */
export function commandWords(line: string): string[] {
  const words = splitWords(line);
  return Array.isArray(words) ? words : [line];
}

/** Words that only a shell understands; none of them is a program. */
const SHELL_WORDS =
  /^(\.|source|cd|exec|eval|export|unset|set|ulimit|umask|trap|wait|if|for|while|until|case|time|command|builtin|alias|function)$/;

/** True if a shell would only split this line. */
export function isPlainCommand(line: string): boolean {
  const words = splitWords(line);
  if (!Array.isArray(words) || words.length === 0 || /^\w+=/.test(words[0]!)) return false;
  if (SHELL_WORDS.test(words[0]!)) return false;
  return words.every((word) => !/[|&;<>()$`*?[\]{}~#!\n]/.test(word)) && !/[`$]/.test(joinWords(words));
}

/**
 * How many instances PM2 would start: 0 and `max` mean one per core, a negative number leaves that many cores free.
 * Of text it takes the leading number.
 */
export function instanceCount(value: unknown, cores: number): unknown {
  if (value === undefined) return 1;
  const begins = typeof value === 'string' ? /^\s*[-+]?[0-9]+/.exec(value) : null;
  const count = value === 'max' ? 0 : begins === null ? value : Number(begins[0]);
  if (typeof count !== 'number' || count > 0) return count;
  return Math.max(1, cores + count);
}

/** Variables as text. PM2 writes objects as JSON, including `null`. */
export function variablesOf(value: unknown): Record<string, string> {
  const variables: Record<string, string> = {};
  if (typeof value !== 'object' || value === null) return variables;
  for (const [name, content] of Object.entries(value)) {
    if (content === undefined) continue;
    variables[name] = typeof content === 'object' ? JSON.stringify(content) : String(content);
  }
  return variables;
}

/** Variables that were set, as in a dump or another tool's file: `null` means unset. */
export function setVariablesOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return variablesOf(Object.fromEntries(Object.entries(value).filter(([, content]) => content !== null)));
}
