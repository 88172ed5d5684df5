import { EXIT, type ExitCode } from '../errors.ts';
import { printable } from '../printable.ts';
import type { TargetOutcome } from '../protocol/intents.ts';
import { labelsAmong } from './instance-label.ts';
import { writeJson } from './json.ts';
import { renderTable } from './table.ts';
import { colorOfStatus, paint } from './terminal/paint.ts';
import type { Terminal } from './terminal/terminal.ts';
import { counted } from './units.ts';

/**
 * Shows the outcome for each target. Any failure makes the exit code 1.
 *
 * @param options.verb what was to be done, for the summary of failures: `stopped`
 * @param options.targets the targets as typed: an instance named as `api:0` is shown as that
 */
export function reportOutcomes(
  terminal: Terminal,
  outcomes: readonly TargetOutcome[],
  options: { json: boolean; verb: string; targets?: readonly string[] },
): ExitCode {
  const failed = outcomes.filter((outcome) => !outcome.ok);
  if (options.json) {
    writeJson(terminal, outcomes);
  } else if (outcomes.length === 0) {
    terminal.err.write('Nothing to do.\n');
  } else {
    terminal.out.write(outcomeTable(terminal, outcomes, options.targets ?? []));
  }
  if (failed.length === 0) return EXIT.ok;
  if (!options.json) terminal.err.write(lastLinesOf(failed, terminal));
  terminal.err.write(
    `opm: ${failed.length} of ${counted(outcomes.length, 'instance')} could not be ${options.verb}\n`,
  );
  return EXIT.failed;
}

/** The output of those whose start failed. */
function lastLinesOf(outcomes: readonly TargetOutcome[], { err }: Terminal): string {
  const label = labelsAmong(outcomes, []);
  return outcomes
    .filter(({ log = [] }) => log.length > 0)
    .flatMap((outcome) => [
      printable(`Last lines of ${label(outcome)}:`),
      ...outcome.log!.map((line) => paint(err, 'dim', printable(`  | ${line}`))),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function outcomeTable(
  terminal: Terminal,
  outcomes: readonly TargetOutcome[],
  targets: readonly string[],
): string {
  const numbered = targets
    .flatMap((target) => target.split(','))
    .flatMap((word) => /^(.+):\d+$/.exec(word)?.[1] ?? []);
  const label = labelsAmong(outcomes, numbered);
  return renderTable(
    outcomes,
    [
      { title: 'id', text: (row) => String(row.id), align: 'right' },
      { title: 'name', text: label, shrinkTo: 12 },
      {
        title: 'status',
        text: (row) => row.status,
        color: (row) => (row.ok ? colorOfStatus(row.status) : 'red'),
      },
      { title: 'pid', text: (row) => String(row.pid ?? '-'), align: 'right' },
      ...(outcomes.some((row) => row.message !== undefined)
        ? [{ title: 'note', text: (row: TargetOutcome) => row.message ?? '' }]
        : []),
    ],
    terminal.out,
  );
}
