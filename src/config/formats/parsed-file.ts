import type { PathSegment } from '../schema/problem.ts';

/** What a file holds, before anybody has looked at its meaning. */
export interface ParsedFile {
  content: unknown;
  /** It came from a function that was given the profile. */
  readsProfile?: true;
  /**
   * Makes a function that tells the line (from 1) of what is at a path; absent where the format's parser keeps
   * no positions. Asked for only when there is a problem to report, since it may parse once more.
   */
  locator?: () => Promise<(segments: readonly PathSegment[]) => number | undefined>;
}

/** Line and column, counted from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
