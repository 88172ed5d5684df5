/** How amounts of memory and disk space are written in config files and in options of commands. */

const UNITS = ['K', 'M', 'G', 'T'] as const;

/** `500M`, `1.5GiB`, `64K`. Its source is part of the JSON Schema, so it uses no JavaScript-only syntax. */
export const BYTE_SIZE_PATTERN = /^[0-9]+(\.[0-9]+)?[KMGTkmgt]([Ii]?[Bb])?$/;

/** The bytes of a size, or `null` if it is none. Units are powers of 1024, however they are spelt, as in PM2. */
export function parseByteSize(value: string): number | null {
  if (!BYTE_SIZE_PATTERN.test(value)) return null;
  const at = value.search(/[A-Za-z]/);
  const power = UNITS.indexOf(value[at]!.toUpperCase() as (typeof UNITS)[number]) + 1;
  return Math.round(Number(value.slice(0, at)) * 1024 ** power);
}

/** A size for messages: `612M`, `1.5G`. */
export function byteSizeText(bytes: number): string {
  let value = bytes;
  let unit = '';
  for (const next of UNITS) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${Number(value.toFixed(value < 100 ? 1 : 0))}${unit}`;
}
