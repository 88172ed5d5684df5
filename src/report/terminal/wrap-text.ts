import wrapAnsi from 'wrap-ansi';

/** Breaks a text at spaces so that no line is wider than `width` cells, as far as its words allow. */
export function wrapText(text: string, width: number): string {
  return wrapAnsi(text, width);
}
