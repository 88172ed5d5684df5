import type { HookRecord } from '../hooks/hook-runner.ts';
import type { FailedEntry, ReportEntry, RestoreReport } from '../restore/report.ts';
import { printable } from './cells.ts';
import { instanceLabel, labelsAmong } from './instance-label.ts';
import { type Color, paint } from './paint.ts';
import { renderTable } from './table.ts';
import type { Output } from './terminal.ts';
import { formatElapsed } from './units.ts';

interface Row {
  id: number | null;
  name: string;
  instance: number;
  status: string;
  color: Color | null;
  pid: number | null;
  ms: number | null;
}

type Deed = 'started' | 'replaced' | 'kept' | 'stopped';

/** How each list of a report is called in the table, by outcome: done, planned, or undone again. */
const STATUS: Record<'done' | 'planned' | 'undone', Record<Deed, string>> = {
  done: { started: 'started', replaced: 'replaced', kept: 'kept', stopped: 'stopped' },
  planned: { started: 'start', replaced: 'replace', kept: 'keep', stopped: 'stop' },
  undone: { started: 'stopped again', replaced: 'put back', kept: 'kept', stopped: 'put back' },
};

const COLOR: Record<Deed, Color | null> = {
  started: 'green',
  replaced: 'cyan',
  kept: null,
  stopped: 'yellow',
};

/** The final table of a restore and its summary in one line. */
export function restoreSummary(report: RestoreReport, output: Pick<Output, 'color' | 'columns'>): string {
  const rows = rowsOf(report);
  const label = labelsAmong(rows);
  const table =
    rows.length === 0
      ? ''
      : renderTable(
          rows,
          [
            { title: 'id', text: (row) => String(row.id ?? '-'), align: 'right' },
            { title: 'name', text: label, shrinkTo: 12 },
            { title: 'status', text: (row) => row.status, color: (row) => row.color },
            { title: 'pid', text: (row) => String(row.pid ?? '-'), align: 'right' },
            {
              title: 'ms',
              text: (row) => (row.ms === null ? '-' : String(Math.round(row.ms))),
              align: 'right',
            },
          ],
          output,
        );
  return `${table}${paint(output, report.failed.length > 0 ? 'red' : 'bold', summaryLine(report))}\n`;
}

/** `Restored in 1.52 s: 38 started, 2 kept` */
export function summaryLine(report: RestoreReport): string {
  const parts = (['started', 'replaced', 'kept', 'stopped'] as const)
    .filter((deed) => report[deed].length > 0)
    .map((deed) => `${report[deed].length} ${STATUS[wording(report)][deed]}`);
  if (report.failed.length > 0) parts.push(`${report.failed.length} failed`);
  const deeds = parts.length === 0 ? 'nothing to do' : parts.join(', ');
  const elapsed = formatElapsed(report.durationMs);
  switch (report.outcome) {
    case 'committed':
      return `Restored in ${elapsed}: ${deeds}`;
    case 'partial':
      return `Restored in part in ${elapsed}: ${deeds}`;
    case 'rolled-back':
      return `Rolled back after ${elapsed}: ${deeds}`;
    case 'planned':
      return `Plan: ${deeds}. Nothing was changed.`;
  }
}

/** What went wrong, each with its reason and the last lines of its log; empty when all went well. */
export function failureText(report: RestoreReport, output: Pick<Output, 'color'>): string {
  const failures = report.failed.map((entry) => failureLines(entry, output));
  const hooks = report.hooks.filter((hook) => !hook.ok).map((hook) => hookLine(hook, output));
  return [...failures.flat(), ...hooks].map((line) => `${line}\n`).join('');
}

function failureLines(entry: FailedEntry, output: Pick<Output, 'color'>): string[] {
  return [
    paint(output, 'red', printable(`${instanceLabel(entry)} failed: ${entry.reason}`)),
    ...entry.log.map((line) => paint(output, 'dim', printable(`  | ${line}`))),
  ];
}

function hookLine(hook: HookRecord, output: Pick<Output, 'color'>): string {
  const reason = hook.message ?? 'no reason given';
  return paint(output, 'red', printable(`plugin ${hook.plugin}: ${hook.hook} failed: ${reason}`));
}

function wording(report: RestoreReport): keyof typeof STATUS {
  if (report.outcome === 'planned') return 'planned';
  return report.outcome === 'rolled-back' ? 'undone' : 'done';
}

function rowsOf(report: RestoreReport): Row[] {
  const named = STATUS[wording(report)];
  const of = (deed: Deed) =>
    report[deed].map((entry: ReportEntry): Row => ({ ...entry, status: named[deed], color: COLOR[deed] }));
  const failed = report.failed.map(
    ({ name, instance }): Row => ({
      id: null,
      name,
      instance,
      status: 'failed',
      color: 'red',
      pid: null,
      ms: null,
    }),
  );
  return [...of('started'), ...of('replaced'), ...of('kept'), ...of('stopped'), ...failed].sort(
    (a, b) =>
      (a.id ?? Number.POSITIVE_INFINITY) - (b.id ?? Number.POSITIVE_INFINITY) || a.instance - b.instance,
  );
}
