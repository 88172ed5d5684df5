/**
 * Text on a terminal is measured in cells: East Asian and emoji characters take two, combining marks none.
 * Ranges after Unicode's EastAsianWidth.txt, coarse where it does not matter.
 */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const INVISIBLE = /\p{Mark}|[\u200B-\u200F]/u;
// Names, commands and log lines come from outside: an escape sequence in them must not reach the terminal.
const CONTROL = /[\p{Control}\u202A-\u202E\u2066-\u2069]/gu;
const PLAIN = /^[\x20-\x7E]*$/;

/** How many cells a printable text takes. */
export function cellWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text cut to `width` cells, its end marked with `…`. */
export function fitCells(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A label cut to `width` cells that keeps the number of the instance: `long-na…:12`. */
export function fitLabel(text: string, width: number): string {
  const [number = ''] = /:\d+$/.exec(text) ?? [];
  // Without room for part of the name, the number means nothing.
  if (cellWidth(text) <= width || width < number.length + 2) return fitCells(text, width);
  return fitCells(text.slice(0, text.length - number.length), width - number.length) + number;
}

/** The text padded with spaces to `width` cells. */
export function padCells(text: string, width: number, side: 'left' | 'right'): string {
  const filling = ' '.repeat(Math.max(0, width - cellWidth(text)));
  return side === 'left' ? text + filling : filling + text;
}

/** The text with control characters made visible (`\x1B`), tabs as one space. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(CONTROL, (character) => (character === '\t' ? ' ' : escapeOf(character.charCodeAt(0))));
}

function characterWidth(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

function escapeOf(code: number): string {
  const hex = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
