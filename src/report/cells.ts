import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7E]*$/;

/** How many cells of a terminal a printable text takes: two for most East Asian characters and emoji. */
export function cellWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The text cut to `width` cells, its end marked with `…`. */
export function fitCells(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 1;
  for (const { segment: character } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(character);
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
