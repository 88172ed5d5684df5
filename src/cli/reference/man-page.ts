import type { CommandTable } from '../command.ts';
import type { CommandSpec } from '../command-spec.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { optionText, shownOptions, usageLine } from '../usage-line.ts';

const ENVIRONMENT: readonly [string, string][] = [
  ['OPM_HOME', 'The state folder; ~/.opm when it is not set.'],
  ['OPM_CONFIG', 'The config file that "opm restore" takes without --config.'],
  ['NO_COLOR', 'No colours when it is set and not empty.'],
];

/** The man page opm(1) in the language of man(7). Made from the table of commands. */
export function manPage({ commands, groups }: CommandTable, version: string): string {
  const sections = groups.map(({ group, title }) => {
    const specs = commands.filter((spec) => spec.group === group);
    return [`.SH ${title.toUpperCase()} COMMANDS`, ...specs.flatMap(commandSection)].join('\n');
  });
  return `${[
    `.TH OPM 1 "" "OPM ${version}" "User Commands"`,
    '.SH NAME',
    'opm \\- restore whole sets of services: in parallel, all or nothing, one live process each',
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
      ['~/.opm/ledger.jsonl', 'What should run, and who holds which PID.'],
      ['~/.opm/snapshots/', 'What "opm save" wrote.'],
      ['~/.opm/logs/', 'What the apps write, one file for each instance and stream.'],
      ['~/.opm/daemon.log', 'What the daemon itself has to say.'],
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

/** Text in which nothing is a command of the typesetter. */
function plain(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('~', '\\(ti');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
