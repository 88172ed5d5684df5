import type { Output } from './terminal.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const ERASE_LINE = '\u001B[2K';
const ERASE_TO_END = '\u001B[K';
// Terminals that support it show the new frame at once; others ignore it (synchronized output, mode 2026).
const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';

/** Lines at the bottom of a terminal that are redrawn, with permanent lines above them. */
export interface LiveRegion {
  /** Replaces the lines drawn before with these. None may be wider than the terminal. */
  draw(lines: readonly string[]): void;
  /** Writes a permanent line above the region, and draws the region below it. */
  print(line: string, lines: readonly string[]): void;
  /** Removes the region and shows the cursor again. */
  clear(): void;
}

/**
 * A live region on a terminal. The cursor is hidden from the first `draw` until `clear`.
 *
 * Lines are overwritten one by one. Erasing everything below the cursor at once would make tmux push a region that
 * fills the screen into its history, once per frame.
 */
export function liveRegion(output: Pick<Output, 'write'>): LiveRegion {
  let drawn = 0;
  const up = (lines: number): string => (lines === 0 ? '' : `\u001B[${lines}A`);
  const show = (above: readonly string[], lines: readonly string[]): void => {
    const all = [...above, ...lines].map((line) => `${line}${ERASE_TO_END}\n`).join('');
    const stale = Math.max(0, drawn - above.length - lines.length);
    const rest = `${`${ERASE_LINE}\n`.repeat(stale)}${up(stale)}`;
    output.write(`${BEGIN}${HIDE_CURSOR}${up(drawn)}\r${all}${rest}${END}`);
    drawn = lines.length;
  };
  return {
    draw: (lines) => show([], lines),
    print: (line, lines) => show([line], lines),
    clear: () => {
      output.write(`${up(drawn)}\r${`${ERASE_LINE}\n`.repeat(drawn)}${up(drawn)}${SHOW_CURSOR}`);
      drawn = 0;
    },
  };
}
