import { printable } from '../printable.ts';
import type { ListEntry } from '../protocol/intents.ts';
import { labelsAmong } from './instance-label.ts';
import { type Column, renderTable } from './table.ts';
import { colorOfStatus } from './terminal/paint.ts';
import type { Output } from './terminal/terminal.ts';
import { formatBytes, formatDuration } from './units.ts';

/** The table of `opm list`. Columns that are the same for every instance are left out. */
export function listTable(entries: readonly ListEntry[], output: Pick<Output, 'color' | 'columns'>): string {
  if (entries.length === 0) return 'No instances. Start one with: opm start <file or command>\n';
  const label = labelsAmong(entries);
  const columns: (Column<ListEntry> | null)[] = [
    { title: 'id', text: (entry) => String(entry.id), align: 'right' },
    { title: 'name', text: label, shrinkTo: 12 },
    new Set(entries.map((entry) => entry.namespace)).size > 1
      ? { title: 'namespace', text: (entry) => entry.namespace, shrinkTo: 6, expendable: 4 }
      : null,
    { title: 'status', text: (entry) => entry.status, color: (entry) => colorOfStatus(entry.status) },
    { title: 'pid', text: (entry) => String(entry.pid ?? '-'), align: 'right' },
    { title: 'restarts', text: (entry) => String(entry.restarts), align: 'right', expendable: 5 },
    { title: 'uptime', text: (entry) => formatDuration(entry.uptimeMs), align: 'right' },
    { title: 'cpu', text: (entry) => formatPercent(entry.cpuPercent), align: 'right', expendable: 1 },
    { title: 'memory', text: (entry) => formatBytes(entry.memoryBytes), align: 'right', expendable: 2 },
    entries.some((entry) => entry.exitCode !== null)
      ? { title: 'exit', text: (entry) => String(entry.exitCode ?? '-'), align: 'right' }
      : null,
    entries.some((entry) => entry.adopted)
      ? { title: 'adopted', text: (entry) => (entry.adopted ? 'yes' : ''), expendable: 3 }
      : null,
  ];
  return renderTable(
    entries,
    columns.filter((column) => column !== null),
    output,
  );
}

/** The keys of `opm list --json`, a stable interface, in their order. */
const LIST_KEYS = [
  'id',
  'name',
  'instance',
  'namespace',
  'status',
  'pid',
  'restarts',
  'uptimeMs',
  'cpuPercent',
  'memoryBytes',
  'exitCode',
  'adopted',
] as const satisfies readonly (keyof ListEntry)[];

/** What `opm list --json` prints: these keys and no others, whatever the daemon sends. */
export function listForPrograms(entries: readonly ListEntry[]): ListEntry[] {
  return entries.map(
    (entry) => Object.fromEntries(LIST_KEYS.map((key) => [key, entry[key]])) as unknown as ListEntry,
  );
}

/** `opm list --format raw`: one line per instance, the values of `--json` in the same order, separated by tabs. */
export function rawList(entries: readonly ListEntry[]): string {
  return listForPrograms(entries)
    .map((entry) => `${LIST_KEYS.map((key) => printable(String(entry[key] ?? ''))).join('\t')}\n`)
    .join('');
}

function formatPercent(percent: number | null): string {
  return percent === null ? '-' : `${percent.toFixed(1)}%`;
}
