import type { PathSegment } from '../schema/problem.ts';

/** The content of a file, before anything has looked at its meaning. */
export interface ParsedFile {
  content: unknown;
  /** It came from a function that was passed the profile. */
  readsProfile?: true;
  /**
   * Creates a function that finds the line (from 1) of the value at a path; absent if the format's parser keeps no
   * positions. Called only when there is a problem to report, since it may parse again.
   */
  locator?: () => Promise<(segments: readonly PathSegment[]) => number | undefined>;
}

/** Line and column, counted from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
