import type { Output } from './terminal.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
// Terminals that know it show the new picture at once; others ignore it (synchronized output, mode 2026).
const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';

/** Lines at the bottom of a terminal that are drawn over and over, with lasting lines above them. */
export interface LiveRegion {
  /** Puts these lines in the place of the last ones. None may be wider than the terminal. */
  draw(lines: readonly string[]): void;
  /** Writes lines that stay, above the region; the region is drawn again with the next `draw`. */
  print(text: string): void;
  /** Takes the region away and gives the cursor back. */
  clear(): void;
}

/** A live region on a terminal. The cursor is hidden from the first `draw` until `clear`. */
export function liveRegion(output: Pick<Output, 'write'>): LiveRegion {
  let drawn = 0;
  let hidden = false;
  const erase = (): string => (drawn === 0 ? '' : `\u001B[${drawn}A\r\u001B[J`);
  return {
    draw: (lines) => {
      output.write(
        `${BEGIN}${hidden ? '' : HIDE_CURSOR}${erase()}${lines.map((line) => `${line}\n`).join('')}${END}`,
      );
      hidden = true;
      drawn = lines.length;
    },
    print: (text) => {
      output.write(`${erase()}${text}`);
      drawn = 0;
    },
    clear: () => {
      output.write(`${erase()}${hidden ? SHOW_CURSOR : ''}`);
      drawn = 0;
      hidden = false;
    },
  };
}
