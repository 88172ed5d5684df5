import type { TaskResult } from './run-tasks.ts';

/** One line for what passed; everything it wrote, and the reasons, for what failed. */
export function resultLines({ task, verdict, ending }: TaskResult): string {
  const time = ending === null ? '' : `  ${(ending.ms / 1000).toFixed(1)} s`;
  const counts = task.kind === 'test' ? `  ${countsText(verdict)}` : '';
  if (verdict.failed === 0) return `ok    ${task.title}${counts}${time}`;
  const output = ending === null || ending.output.trim() === '' ? [] : [indent(ending.output.trimEnd())];
  const reasons = verdict.reasons.map((reason) => `  → ${reason}`);
  return [`FAIL  ${task.title}${counts}${time}`, ...output, ...reasons].join('\n');
}

export interface RunSummary {
  results: TaskResult[];
  /** What was left behind and no file can be blamed for, a sentence each. */
  left: string[];
  ms: number;
}

/** How many of the slowest are named. */
const SLOWEST = 15;

/** The closing lines; the last is always `N passed, N failed`. */
export function summaryLines({ results, left, ms }: RunSummary): string {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((total, { verdict }) => total + verdict[key], 0);
  const failures = results
    .filter(({ verdict }) => verdict.failed > 0)
    .map(({ task }) => `FAIL  ${task.title}`);
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} tests skipped`;
  return [
    '',
    ...slowestLines(results),
    ...failures,
    ...left.map((sentence) => `FAIL  the unit tests ${sentence}`),
    `${results.length} files and checks in ${(ms / 1000).toFixed(0)} s${skipped}`,
    `${sum('passed')} passed, ${sum('failed') + left.length} failed`,
  ].join('\n');
}

/** Nothing for a run that is over before one asks where the time went. */
function slowestLines(results: TaskResult[]): string[] {
  if (results.length <= SLOWEST) return [];
  const slowest = results
    .flatMap(({ task, ending }) => (ending === null ? [] : [{ title: task.title, ms: ending.ms }]))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST);
  const lines = slowest.map(({ title, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${title}`);
  return [`The ${lines.length} slowest:`, ...lines, ''];
}

function countsText(counts: { passed: number; failed: number; skipped: number }): string {
  const parts = [`${counts.passed} passed`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`);
  return parts.join(', ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
