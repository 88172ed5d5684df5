import { parseUvuSummary } from './uvu-summary.ts';

/** How the process of a test file or of a check ended. */
export interface Ending {
  exitCode: number | null;
  signal: string | null;
  output: string;
  ms: number;
  /** Set when it was killed for taking longer than this. */
  deadlineMs: number | null;
  /** What it left behind: processes, temporary files. One sentence each. */
  leftBehind: string[];
}

export interface Verdict {
  passed: number;
  failed: number;
  skipped: number;
  /** Why it failed although no test says so, one sentence each. */
  reasons: string[];
}

/** Counts a test file: the tests it reports, and one failure more for each thing that no test could report. */
export function judgeTestFile(ending: Ending): Verdict {
  const summary = parseUvuSummary(ending.output);
  const reasons = [...abnormalEnd(ending), ...ending.leftBehind];
  if (summary === null) {
    if (reasons.length === 0) reasons.push('ended without reporting any test (is test.run() missing?)');
    return { passed: 0, failed: 1, skipped: 0, reasons };
  }
  if (summary.passed + summary.failed + summary.skipped === 0) reasons.push('holds no test');
  else if (ending.exitCode !== 0 && reasons.length === 0 && summary.failed === 0) {
    reasons.push(`ended with exit code ${ending.exitCode} although its tests passed`);
  }
  return { ...summary, failed: summary.failed + (reasons.length === 0 ? 0 : 1), reasons };
}

/** A check (compiler, linter, build) is one: it passes with exit code 0. */
export function judgeCheck(ending: Ending): Verdict {
  const reasons = abnormalEnd(ending);
  if (reasons.length === 0 && ending.exitCode !== 0) reasons.push(`exit code ${ending.exitCode}`);
  const failed = reasons.length === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0, reasons };
}

function abnormalEnd(ending: Ending): string[] {
  if (ending.deadlineMs !== null) return [`took longer than ${ending.deadlineMs / 1000} s and was killed`];
  return ending.signal === null ? [] : [`was killed by ${ending.signal}`];
}
