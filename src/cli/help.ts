import { wrapText } from '../report/terminal/wrap-text.ts';
import type { CommandTable } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { optionText, shownOptions, usageLine } from './usage-line.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 96;

/** `opm --help`: one line per command, where the terminal is wide enough. */
export function overviewHelp({ commands, groups }: CommandTable, columns = WIDEST): string {
  const width = Math.min(columns, WIDEST);
  const sections = groups.map(({ group, title }) => {
    const specs = commands.filter((spec) => spec.group === group);
    return `${title}:\n${commandRows(specs, width)}`;
  });
  return `${[
    wrapText('OPM restores sets of services: in parallel, all or nothing, one live process each.', width),
    'Usage: opm <command> [options]',
    ...sections,
    `Options:\n${rows(OPTIONS, width)}`,
    `Exit codes:\n  ${wrapText(EXIT_CODES, width - 2).replaceAll('\n', '\n  ')}`,
  ].join('\n\n')}\n`;
}

const OPTIONS = [
  ['-h, --help', 'Show help; also for one command: opm restore --help'],
  ['-v, --version', 'Show the version; with --json also commit and runtime'],
] as const;

const EXIT_CODES =
  '0 ok, 1 failed, 2 degraded, 64 usage, 65 bad data, 69 daemon unreachable, 70 bug in OPM, 75 busy, ' +
  '78 bad config or plugin, 130 and 143 ended by a signal';

/** `opm daemon --help`: the commands that share a first word. */
export function familyHelp(family: string, specs: readonly CommandSpec[], columns = WIDEST): string {
  const table = commandRows(specs, Math.min(columns, WIDEST));
  return `Usage: opm ${family} <command> [options]\n\nCommands:\n${table}\n`;
}

/** `opm restore --help` */
export function commandHelp(spec: CommandSpec, columns = WIDEST): string {
  const width = Math.min(columns, WIDEST);
  const options = [
    ...shownOptions(spec).map((option) => [optionText(option), option.description] as const),
    ['-h, --help', 'Show this help'] as const,
  ];
  const details = spec.details === undefined ? [] : [wrapText(spec.details, width)];
  const aliases = spec.aliases.length === 0 ? [] : [`Aliases: ${spec.aliases.join(', ')}`];
  const examples = spec.examples.map(({ command, does }) => `  # ${does}\n  ${command}`);
  return `${[
    wrapText(`${spec.summary}.`, width),
    `Usage: ${usageLine(spec)}`,
    ...aliases,
    ...details,
    `Options:\n${rows(options, width)}`,
    `Examples:\n${examples.join('\n')}`,
  ].join('\n\n')}\n`;
}

function commandRows(specs: readonly CommandSpec[], width: number): string {
  return rows(
    specs.map((spec) => {
      const aliases = spec.aliases.length === 0 ? '' : ` (${spec.aliases.join(', ')})`;
      return [spec.name, `${spec.summary}${aliases}`] as const;
    }),
    width,
  );
}

function rows(pairs: readonly (readonly [string, string])[], width: number): string {
  const leftWidth = Math.max(...pairs.map(([left]) => left.length));
  return pairs
    .map(([left, right]) => {
      const lines = wrapText(right, Math.max(20, width - leftWidth - 4)).split('\n');
      return `  ${left.padEnd(leftWidth)}  ${lines.join(`\n${' '.repeat(leftWidth + 4)}`)}`;
    })
    .join('\n');
}
