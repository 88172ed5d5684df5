import { joinWords, splitWords } from '../../split-words.ts';

/** How PM2 writes single values. What cannot be read is handed on as it is, for the validation to name. */

const UNITS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Milliseconds in `1600`, `"1600"`, `"5s"`, `"1h"`. */
export function milliseconds(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const match = /^([0-9]+)(h|m|s)?$/.exec(String(value));
  if (match === null) return value;
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}

/** A number that may be written as text. */
export function numeric(value: unknown): unknown {
  return typeof value === 'string' && /^-?[0-9]+$/.test(value.trim()) ? Number(value) : value;
}

/** Arguments as a list, or as text that is split the way a shell splits it. */
export function argumentList(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map(String);
  const words = splitWords(String(value));
  return Array.isArray(words)
    ? words
    : String(value)
        .split(/\s+/)
        .filter((word) => word !== '');
}

/** True when a shell would do no more with this line than split it. */
export function isPlainCommand(line: string): boolean {
  const words = splitWords(line);
  if (!Array.isArray(words) || words.length === 0 || /^\w+=/.test(words[0]!)) return false;
  return words.every((word) => !/[|&;<>()$`*?[\]{}~#!\n]/.test(word)) && !/[`$]/.test(joinWords(words));
}

/**
 * How many instances PM2 would start: 0 and `max` are one a core, a negative number leaves that many cores free.
 */
export function instanceCount(value: unknown, cores: number): unknown {
  if (value === undefined) return 1;
  const count = value === 'max' ? 0 : numeric(value);
  if (typeof count !== 'number' || count > 0) return count;
  return Math.max(1, cores + count);
}

/** Variables as text. PM2 writes objects as JSON. */
export function variablesOf(value: unknown): Record<string, string> {
  const variables: Record<string, string> = {};
  if (typeof value !== 'object' || value === null) return variables;
  for (const [name, content] of Object.entries(value)) {
    if (content === null || content === undefined) continue;
    variables[name] = typeof content === 'object' ? JSON.stringify(content) : String(content);
  }
  return variables;
}
