import type { Notes } from '../conversion.ts';

/** Parsers for single values in supervisord's syntax. */

/** `on`, `yes`, `true` and `1` are true; any other value is false. */
export function isOn(value: string | undefined): boolean {
  return /^(true|on|yes|1)$/i.test(value ?? '');
}

/** `KEY="value",KEY2=value`, as in `environment=`; quotes keep commas. */
export function assignments(text: string): Record<string, string> {
  const pairs = text.matchAll(/([^=,\s]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,]*)(?:,|$)/g);
  return Object.fromEntries([...pairs].map(([, name, value]) => [name!, unquoted(value!.trim())]));
}

function unquoted(value: string): string {
  return /^(".*"|'.*')$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}

/** Wider than any number; supervisord itself would fill the memory. */
const WIDEST = 100;

/**
 * Expands `%(name)s` and `%(name)02d`; `%%` is `%`. Unknown names stay as they are and are noted.
 */
export function expand(
  text: string,
  known: Record<string, string | number>,
  unknown: (name: string) => void,
): string {
  return text.replaceAll(
    /%(?:%|\((\w+)\)(0?)(\d*)([sdifx]))/g,
    (whole, name?: string, zero = '', width = '') => {
      if (name === undefined) return '%';
      const value = known[name];
      if (value === undefined) {
        unknown(name);
        return whole;
      }
      return String(value).padStart(Math.min(Number(width), WIDEST), zero === '0' ? '0' : ' ');
    },
  );
}

/** Notes an unknown expansion. */
export function unknownExpansion(key: string, app: string, notes: Notes): (name: string) => void {
  return (name) => notes.add(key, `%(${name})s is unknown: replace it with its value`, app);
}
