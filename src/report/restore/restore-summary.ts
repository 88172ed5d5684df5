import { printable } from '../../printable.ts';
import type { FailedEntry, ReportEntry, RestoreReport } from '../../protocol/restore-report.ts';
import { labelsAmong } from '../instance-label.ts';
import { renderTable } from '../table.ts';
import { type Color, paint } from '../terminal/paint.ts';
import type { Output } from '../terminal/terminal.ts';
import { formatElapsed } from '../units.ts';
import type { Wording } from './restore-wording.ts';

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

/** The name of each list of a report in the table: what was done, or what would be. */
const DONE: Record<Deed, string> = {
  started: 'started',
  replaced: 'replaced',
  kept: 'kept',
  stopped: 'stopped',
};
const PLANNED: Record<Deed, string> = {
  started: 'start',
  replaced: 'replace',
  kept: 'keep',
  stopped: 'stop',
};

const COLOR: Record<Deed, Color | null> = {
  started: 'green',
  replaced: 'cyan',
  kept: null,
  stopped: 'yellow',
};

/** What was shown while the restore was running. */
export interface Shown {
  /** Apps with more than one instance. */
  several: readonly string[];
  /** Whether there was a plan to carry out: without one, a restore is refused, not rolled back. */
  hasPlan: boolean;
  /** Labels of failed instances whose reason was already shown. */
  told: ReadonlySet<string>;
}

/** The final table of a restore and its summary in one line. */
export function restoreSummary(
  report: RestoreReport,
  wording: Wording,
  output: Pick<Output, 'color' | 'columns'>,
  { several, hasPlan }: Pick<Shown, 'several' | 'hasPlan'>,
): string {
  const rows = rowsOf(report);
  const label = labelsAmong(rows, several);
  const isBad = report.failed.length > 0 || report.outcome === 'rolled-back';
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
  return `${table}${paint(output, isBad ? 'red' : 'bold', summaryLine(report, wording, hasPlan))}\n`;
}

/** `Restored in 1.52 s: 38 started, 2 kept` */
export function summaryLine(report: RestoreReport, { done }: Wording, hasPlan = true): string {
  const statusOf = report.outcome === 'planned' ? PLANNED : DONE;
  const parts = (['started', 'replaced', 'kept', 'stopped'] as const)
    .filter((deed) => report[deed].length > 0)
    .map((deed) => `${report[deed].length} ${statusOf[deed]}`);
  if (report.failed.length > 0) parts.push(`${report.failed.length} ${failing(report)}`);
  const deeds = parts.length === 0 ? 'nothing to do' : parts.join(', ');
  const elapsed = formatElapsed(report.durationMs);
  switch (report.outcome) {
    case 'committed':
      return `${done} in ${elapsed}: ${deeds}`;
    case 'partial':
      return `${done} partially in ${elapsed}: ${deeds}`;
    case 'rolled-back':
      if (report.notPutBack !== undefined) {
        const lost = report.notPutBack.map(printable).join('; ');
        return `Rollback incomplete after ${elapsed}: ${lost}. The restore failed: ${printable(report.reason ?? deeds)}`;
      }
      return `${hasPlan ? 'Rolled back' : 'Refused'} after ${elapsed}: ${printable(report.reason ?? deeds)}`;
    case 'planned':
      return `Plan: ${deeds}. Nothing was changed.`;
  }
}

/**
 * Everything that could not be started, with its reason unless already shown, and the last lines of its log; empty
 * when nothing failed. Failed hooks were shown when they failed.
 */
export function failureText(
  report: RestoreReport,
  output: Pick<Output, 'color'>,
  { several, told }: Pick<Shown, 'several' | 'told'>,
): string {
  const label = labelsAmong(report.failed, several);
  return report.failed
    .flatMap((entry) => failureLines(entry, { name: label(entry), verb: failing(report), told, output }))
    .map((line) => `${line}\n`)
    .join('');
}

function failureLines(
  entry: FailedEntry,
  shown: { name: string; verb: string; told: ReadonlySet<string>; output: Pick<Output, 'color'> },
): string[] {
  const { name, verb, told, output } = shown;
  const log = entry.log.map((line) => paint(output, 'dim', printable(`  | ${line}`)));
  const { out, err } = entry.logs ?? { out: '', err: '' };
  const files = [...new Set([err, out])].filter((file) => file !== '' && !file.startsWith('/dev/'));
  const where = files.length === 0 ? [] : [printable(`Logs of ${name}: ${files.join(', ')}`)];
  if (!told.has(name)) {
    return [paint(output, 'red', printable(`${name} ${verb}: ${entry.reason}`)), ...log, ...where];
  }
  return log.length === 0 ? where : [printable(`Last lines of ${name}:`), ...log, ...where];
}

function failing({ outcome }: RestoreReport): string {
  return outcome === 'planned' ? 'would fail' : 'failed';
}

function rowsOf(report: RestoreReport): Row[] {
  const named = report.outcome === 'planned' ? PLANNED : DONE;
  const of = (deed: Deed) =>
    report[deed].map((entry: ReportEntry): Row => {
      const { change, ...rest } = entry;
      const status = change === undefined ? named[deed] : `${named[deed]}: ${printable(change)}`;
      return { ...rest, status, color: COLOR[deed] };
    });
  const failed = report.failed.map(
    ({ name, instance }): Row => ({
      id: null,
      name,
      instance,
      status: failing(report),
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
