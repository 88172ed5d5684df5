import type { CommandTable } from '../command.ts';
import type { CommandSpec } from '../command-spec.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { optionText, shownOptions, usageLine } from '../usage-line.ts';

/** docs/commands.md, generated from the table of commands. */
export function commandReference({ commands, groups }: CommandTable): string {
  return `${[
    '# Commands',
    '<!-- Generated from src/commands/table/command-table.ts by "npm run docs". Edit there. -->',
    'Results go to standard output, everything else to standard error. The output of `--json` is a stable interface. ' +
      'Colours obey `NO_COLOR`. Long-running commands show live progress on a terminal and plain lines elsewhere.',
    'Options may come before or after arguments, as `--name value` or `--name=value`; words after `--` are passed on ' +
      'unchanged. Durations are written `500ms`, `60s`, `5m`, `2h`; a bare number is milliseconds.',
    ...exitCodes(),
    ...groups.flatMap(({ group, title }) => [
      `## ${title}`,
      ...commands.filter((spec) => spec.group === group).flatMap(sectionOf),
    ]),
  ].join('\n\n')}\n`;
}

function exitCodes(): string[] {
  const rows = EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return ['## Exit codes', ['| code | meaning |', '|---|---|', ...rows].join('\n')];
}

function sectionOf(spec: CommandSpec): string[] {
  const aliases =
    spec.aliases.length === 0 ? [] : [`Aliases: ${spec.aliases.map((alias) => `\`${alias}\``).join(', ')}`];
  const options = shownOptions(spec).map(
    (option) => `| \`${optionText(option)}\` | ${cell(option.description)} |`,
  );
  return [
    `### opm ${spec.name}`,
    `${spec.summary}.`,
    `\`\`\`\n${usageLine(spec)}\n\`\`\``,
    ...aliases,
    ...(spec.details === undefined ? [] : [spec.details]),
    ...(options.length === 0 ? [] : [['| option | does |', '|---|---|', ...options].join('\n')]),
    `\`\`\`sh\n${spec.examples.map(({ command, does }) => `${command}  # ${does}`).join('\n')}\n\`\`\``,
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
