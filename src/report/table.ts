import { printable } from '../printable.ts';
import { cellWidth, fitLabel, padCells } from './cells.ts';
import { type Color, paint } from './terminal/paint.ts';
import type { Output } from './terminal/terminal.ts';

export interface Column<Row> {
  title: string;
  text: (row: Row) => string;
  align?: 'left' | 'right';
  color?: (row: Row) => Color | null;
  /** May be cut to this many cells when the terminal is too narrow. Columns without it are never cut. */
  shrinkTo?: number;
  /** May be left out when the terminal is still too narrow, lowest number first. */
  expendable?: number;
}

const GAP = '  ';

/**
 * Rows under headings, columns as wide as their content, cut to the width of the terminal or left out where allowed.
 * Ends with a newline; without rows, only the headings.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  output: Pick<Output, 'color' | 'columns'>,
): string {
  const allCells = rows.map((row) => all.map((column) => printable(column.text(row))));
  const allWidths = all.map((column, index) =>
    allCells.reduce((widest, line) => Math.max(widest, cellWidth(line[index]!)), cellWidth(column.title)),
  );
  const kept = affordable(allWidths, all, output.columns());
  const columns = kept.map((index) => all[index]!);
  const widths = kept.map((index) => allWidths[index]!);
  const cells =
    kept.length === all.length ? allCells : allCells.map((line) => kept.map((index) => line[index]!));
  shrink(widths, columns, output.columns());

  const line = (texts: string[], paintCell: (text: string, index: number) => string): string =>
    texts
      .map((text, index) => {
        const last = index === columns.length - 1;
        const align = columns[index]!.align ?? 'left';
        const fitted = fitLabel(text, widths[index]!);
        return paintCell(last && align === 'left' ? fitted : padCells(fitted, widths[index]!, align), index);
      })
      .join(GAP)
      .trimEnd();

  const head = line(
    columns.map((column) => column.title),
    (text) => paint(output, 'bold', text),
  );
  const body = cells.map((texts, row) =>
    line(texts, (text, index) => paint(output, columns[index]!.color?.(rows[row]!) ?? null, text)),
  );
  return `${[head, ...body].join('\n')}\n`;
}

/** The indexes of the columns that fit once all have been cut as far as possible. */
function affordable(
  widths: readonly number[],
  columns: readonly { shrinkTo?: number; expendable?: number }[],
  available: number,
): number[] {
  let kept = columns.map((_, index) => index);
  const least = (index: number) => Math.min(widths[index]!, columns[index]!.shrinkTo ?? widths[index]!);
  const expendable = kept
    .filter((index) => columns[index]!.expendable !== undefined)
    .sort((a, b) => columns[a]!.expendable! - columns[b]!.expendable!);
  for (const next of expendable) {
    const needed = kept.reduce((sum, index) => sum + least(index), GAP.length * (kept.length - 1));
    if (needed <= available) break;
    kept = kept.filter((index) => index !== next);
  }
  return kept;
}

/** Takes cells away from the widest column that may be cut, until the line fits or nothing can be taken. */
function shrink(widths: number[], columns: readonly { shrinkTo?: number }[], available: number): void {
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - available;
  while (excess > 0) {
    let widest = -1;
    for (let index = 0; index < widths.length; index++) {
      const least = columns[index]!.shrinkTo;
      if (least === undefined || widths[index]! <= least) continue;
      if (widest === -1 || widths[index]! > widths[widest]!) widest = index;
    }
    if (widest === -1) return;
    widths[widest] = widths[widest]! - 1;
    excess--;
  }
}
