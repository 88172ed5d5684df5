import type { Notes } from '../conversion.ts';

/** How supervisord writes single values. */

/** `on`, `yes`, `true` and `1` are true; `false` for anything else that is there. */
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

/**
 * Puts values in the place of `%(name)s` and `%(name)02d`; `%%` is `%`. What is not known stays and is noted.
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
      return String(value).padStart(Number(width) || 0, zero === '0' ? '0' : ' ');
    },
  );
}

/** Notes an expansion that nothing stands for. */
export function unknownExpansion(key: string, app: string, notes: Notes): (name: string) => void {
  return (name) => notes.add(key, `%(${name})s is not known here: write what stands for it`, app);
}
