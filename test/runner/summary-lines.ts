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

/** The closing lines; the last is always `N passed, N failed`. */
export function summaryLines(results: TaskResult[], ms: number): string {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((total, { verdict }) => total + verdict[key], 0);
  const failures = results
    .filter(({ verdict }) => verdict.failed > 0)
    .map(({ task }) => `FAIL  ${task.title}`);
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} tests skipped`;
  return [
    '',
    ...failures,
    `${results.length} files and checks in ${(ms / 1000).toFixed(0)} s${skipped}`,
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ].join('\n');
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
