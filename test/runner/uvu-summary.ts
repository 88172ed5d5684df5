/** What one test file said of itself at its end. */
export interface UvuSummary {
  passed: number;
  failed: number;
  skipped: number;
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const SUMMARY = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)\n {2}Duration: .*$/gm;

/**
 * Reads the counts from what a uvu file wrote, `null` when it wrote none. The last summary counts: an earlier
 * one can only be the output of something under test.
 */
export function parseUvuSummary(output: string): UvuSummary | null {
  const last = [...output.replace(ESCAPES, '').matchAll(SUMMARY)].at(-1);
  if (last === undefined) return null;
  const [total, passed, skipped] = last.slice(1).map(Number) as [number, number, number];
  return { passed, failed: total - passed, skipped };
}
