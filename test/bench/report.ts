import type { Reach } from './figures/figure.ts';
import type { Machine } from './machine.ts';
import type { Results, Row } from './results.ts';
import { median, spread } from './statistics.ts';

export interface Judged {
  what: string;
  limit: string;
  measured: string;
  reached: boolean;
}

export interface Report {
  command: string;
  date: string;
  machine: Machine;
  /** The load when it was over. */
  loadAfter: number;
  rounds: number;
  versions: Record<string, string>;
  rows: Row[];
  reaches: Judged[];
  /** Subjects and figures that could not be measured, and why. */
  missing: string[];
}

/** Holds what was measured to the reaches; those that need something that was not measured are left out. */
export function judge(reaches: Reach[], results: Results): Judged[] {
  return reaches.flatMap(({ what, limit, better, unit, value }) => {
    const measured = value(results);
    if (measured === null || Number.isNaN(measured)) return [];
    return {
      what,
      limit: `${better === 'lower' ? '≤' : '≥'} ${limit}${unit}`,
      measured: `${number(measured)}${unit}`,
      reached: better === 'lower' ? measured <= limit : measured >= limit,
    };
  });
}

/** The report for people, in Markdown. */
export function markdown(report: Report): string {
  const { machine } = report;
  const subjects = Object.keys(report.versions);
  const lines = [
    `\`${report.command}\`, ${report.date}: ${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ` +
      `${machine.system}. Load average ${machine.load} before and ${report.loadAfter} after it.`,
    '',
    `Medians of ${report.rounds} rounds, subjects in turn; in brackets the spread, (largest − smallest) ÷ median.`,
    '',
    ...table(
      ['', ...subjects],
      report.rows.map(({ what, unit, values }) => [
        unit === '' ? what : `${what} (${unit})`,
        ...subjects.map((subject) => cell(values[subject])),
      ]),
    ),
    '',
    ...table(
      ['reach, for the executable', 'limit', 'measured', ''],
      report.reaches.map(({ what, limit, measured, reached }) => [
        what,
        limit,
        measured,
        reached ? 'reached' : '**missed**',
      ]),
    ),
    '',
    `Versions: ${subjects.map((subject) => `${subject} ${report.versions[subject]}`).join(' · ')}`,
  ];
  if (report.missing.length > 0) lines.push('', ...report.missing.map((line) => `- ${line}`));
  return `${lines.join('\n')}\n`;
}

function cell(values: number[] | undefined): string {
  if (values === undefined) return '–';
  const middle = number(median(values));
  return values.length < 2 ? middle : `${middle} (${Math.round(100 * spread(values))} %)`;
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

function table(head: string[], rows: string[][]): string[] {
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
