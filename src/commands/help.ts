import { wrapText } from '../report/wrap-text.ts';
import type { CommandSpec } from './command-spec.ts';
import { COMMANDS, GROUPS } from './table.ts';
import { optionText, shownOptions, usageLine } from './usage-line.ts';

const WIDTH = 96;

/** `opm --help`: every command in one line. */
export function overviewHelp(): string {
  const sections = GROUPS.map(({ group, title }) => {
    const specs = COMMANDS.filter((spec) => spec.group === group);
    return `${title}:\n${commandRows(specs)}`;
  });
  return `${[
    'OPM restores whole sets of services: in parallel, all or nothing, one live process each.',
    'Usage: opm <command> [options]',
    ...sections,
    'Options:\n  -h, --help     Show help, also of one command: opm restore --help\n' +
      '  -v, --version  Show the version; with --json also commit and runtime',
    'Exit codes:\n  0 ok, 1 failed, 2 degraded, 64 usage, 65 bad data, 69 daemon not reachable, 70 bug in OPM,\n' +
      '  75 busy, 78 bad config or plugin, 130 and 143 ended by a signal',
  ].join('\n\n')}\n`;
}

/** `opm daemon --help`: the commands that begin with one word. */
export function familyHelp(family: string, specs: readonly CommandSpec[]): string {
  return `Usage: opm ${family} <command> [options]\n\nCommands:\n${commandRows(specs)}\n`;
}

/** `opm restore --help` */
export function commandHelp(spec: CommandSpec): string {
  const options = [
    ...shownOptions(spec).map((option) => [optionText(option), option.description] as const),
    ['-h, --help', 'Show this help'] as const,
  ];
  const details = spec.details === undefined ? [] : [wrapText(spec.details, WIDTH)];
  const aliases = spec.aliases.length === 0 ? [] : [`Aliases: ${spec.aliases.join(', ')}`];
  const examples = spec.examples.map(({ command, does }) => `  # ${does}\n  ${command}`);
  return `${[
    `${spec.summary}.`,
    `Usage: ${usageLine(spec)}`,
    ...aliases,
    ...details,
    `Options:\n${rows(options)}`,
    `Examples:\n${examples.join('\n')}`,
  ].join('\n\n')}\n`;
}

function commandRows(specs: readonly CommandSpec[]): string {
  return rows(
    specs.map((spec) => {
      const aliases = spec.aliases.length === 0 ? '' : ` (${spec.aliases.join(', ')})`;
      return [spec.name, `${spec.summary}${aliases}`] as const;
    }),
  );
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs
    .map(([left, right]) => {
      const lines = wrapText(right, Math.max(30, WIDTH - width - 4)).split('\n');
      return `  ${left.padEnd(width)}  ${lines.join(`\n${' '.repeat(width + 4)}`)}`;
    })
    .join('\n');
}
