import { cellWidth, fitCells, padCells, printable } from './cells.ts';
import { type Color, paint } from './paint.ts';
import type { Output } from './terminal.ts';

export interface Column<Row> {
  title: string;
  text: (row: Row) => string;
  align?: 'left' | 'right';
  color?: (row: Row) => Color | null;
  /** May be cut, down to this many cells, when the terminal is too narrow. Columns without it are never cut. */
  shrinkTo?: number;
}

const GAP = '  ';

/**
 * Rows under titles, columns as wide as their content and cut to the width of the terminal where they can be.
 * Ends with a newline; without rows only the titles.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  output: Pick<Output, 'color' | 'columns'>,
): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.text(row))));
  const widths = columns.map((column, index) =>
    cells.reduce((widest, line) => Math.max(widest, cellWidth(line[index]!)), cellWidth(column.title)),
  );
  shrink(widths, columns, output.columns());

  const line = (texts: string[], paintCell: (text: string, index: number) => string): string =>
    texts
      .map((text, index) => {
        const last = index === columns.length - 1;
        const align = columns[index]!.align ?? 'left';
        const fitted = fitCells(text, widths[index]!);
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

/** Takes cells away from the widest column that may be cut until the line fits or nothing is left to take. */
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
