import type { CommandTable } from '../command.ts';
import type { CommandSpec } from '../command-spec.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { optionText, shownOptions, usageLine } from '../usage-line.ts';

const ENVIRONMENT: readonly [string, string][] = [
  ['OPM_HOME', 'The state folder; ~/.opm if unset.'],
  ['OPM_CONFIG', 'The config file that "opm restore" uses without --config.'],
  ['NO_COLOR', 'Disables colours when set and not empty.'],
];

/** The man page opm(1) in the language of man(7), generated from the table of commands. */
export function manPage({ commands, groups }: CommandTable, version: string): string {
  const sections = groups.map(({ group, title }) => {
    const specs = commands.filter((spec) => spec.group === group);
    return [`.SH ${title.toUpperCase()} COMMANDS`, ...specs.flatMap(commandSection)].join('\n');
  });
  return `${[
    `.TH OPM 1 "" "OPM ${version}" "User Commands"`,
    '.SH NAME',
    'opm \\- restore sets of services: in parallel, all or nothing, one live process each',
    '.SH SYNOPSIS',
    '.B opm',
    '.I command',
    '[options]',
    ...sections,
    '.SH EXIT STATUS',
    ...tagged(EXIT_CODES),
    '.SH ENVIRONMENT',
    ...tagged(ENVIRONMENT),
    '.SH FILES',
    ...tagged([
      ['~/.opm/ledger.jsonl', 'What should run, and which PID belongs to which instance.'],
      ['~/.opm/snapshots/', 'What "opm save" wrote.'],
      ['~/.opm/logs/', 'The output of the apps, one file per instance and stream.'],
      ['~/.opm/daemon.log', 'The log of the daemon itself.'],
    ]),
  ].join('\n')}\n`;
}

function commandSection(spec: CommandSpec): string[] {
  const aliases = spec.aliases.length === 0 ? [] : ['.PP', plain(`Aliases: ${spec.aliases.join(', ')}.`)];
  const details = spec.details === undefined ? [] : ['.PP', plain(spec.details)];
  const examples = spec.examples.flatMap(({ command, does }) => [plain(`# ${does}`), `.B ${plain(command)}`]);
  return [
    `.SS ${plain(usageLine(spec))}`,
    plain(`${spec.summary}.`),
    ...aliases,
    ...details,
    ...tagged(shownOptions(spec).map((option) => [optionText(option), `${option.description}.`])),
    '.PP',
    '.nf',
    ...examples,
    '.fi',
  ];
}

function tagged(rows: readonly (readonly [string, string])[]): string[] {
  return rows.flatMap(([tag, text]) => ['.TP', `.B ${plain(tag)}`, plain(text)]);
}

/** Escapes everything that the typesetter would take for a command. */
function plain(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('~', '\\(ti');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
