import { printable } from '../printable.ts';
import type { LedgerEntry, LedgerView } from '../supervise/ledger-view.ts';
import { labelsAmong } from './instance-label.ts';
import { renderTable } from './table.ts';
import type { Output } from './terminal/terminal.ts';
import { counted } from './units.ts';

/** `opm ledger show` for people. Ends with a newline. */
export function ledgerText(view: LedgerView, output: Pick<Output, 'color' | 'columns'>): string {
  const lines = [headline(view), ...view.damage.map((damage) => `damaged: ${damage}`)];
  if (view.owner !== null) {
    const { pid, command, startedAt } = view.owner;
    lines.push(`owner: process ${pid} (${command}), since ${startedAt}`);
  }
  if (view.openRestore !== null) lines.push(`a restore is open: ${view.openRestore}`);
  const head = lines.map((line) => `${printable(line)}\n`).join('');
  return view.entries.length === 0 ? head : `${head}${table(view.entries, output)}`;
}

function headline({ file, lines }: LedgerView): string {
  return lines === null ? `There is no ledger yet: ${file}` : `${file}, ${counted(lines, 'line')}`;
}

function table(entries: readonly LedgerEntry[], output: Pick<Output, 'color' | 'columns'>): string {
  const label = labelsAmong(entries);
  return renderTable(
    entries,
    [
      { title: 'id', text: (entry) => String(entry.id), align: 'right' },
      { title: 'name', text: label, shrinkTo: 12 },
      { title: 'wanted', text: (entry) => entry.want },
      { title: 'claim', text: claimOf },
      { title: 'pid', text: (entry) => String(entry.pid ?? '-'), align: 'right' },
      {
        title: 'ticks',
        text: (entry) => String(entry.identity?.startTicks ?? '-'),
        align: 'right',
        expendable: 2,
      },
      { title: 'restarts', text: (entry) => String(entry.restarts), align: 'right' },
      { title: 'since', text: (entry) => entry.since ?? '-', expendable: 1 },
    ],
    output,
  );
}

/** What the ledger says about the instance's process. */
function claimOf(entry: LedgerEntry): string {
  if (entry.stopping !== null) return 'stopping';
  if (entry.pid !== null) return entry.online ? 'online' : 'claimed';
  if (entry.starting) return 'intent';
  return entry.settled ?? 'none';
}
