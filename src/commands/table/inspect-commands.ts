import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, OPTIONAL_TARGETS, TARGET_HELP, TARGETS } from './shared-options.ts';

export const INSPECT_COMMANDS: readonly Command[] = [
  {
    name: 'list',
    load: () => import('../list.ts'),
    aliases: ['ls', 'ps', 'status'],
    group: 'inspect',
    summary: 'Show all instances',
    args: [],
    options: [
      JSON_OPTION,
      {
        name: 'format',
        type: 'text',
        value: 'FORMAT',
        choices: ['default', 'json', 'raw'],
        description: 'default is a table, json is --json, raw is one line an instance with tabs between',
      },
    ],
    examples: [
      { command: 'opm list', does: 'a table of everything' },
      { command: 'opm ls --json', does: 'the same for programs' },
    ],
  },
  {
    name: 'info',
    load: () => import('../info.ts'),
    aliases: ['details', 'describe', 'show'],
    group: 'inspect',
    summary: 'Show everything about instances',
    details: `Values of variables whose names look like secrets are masked unless --show. ${TARGET_HELP}`,
    args: [TARGETS],
    options: [{ name: 'show', type: 'flag', description: 'Show the values of secrets' }, JSON_OPTION],
    examples: [{ command: 'opm info api', does: 'all about the instances of api' }],
  },
  {
    name: 'env',
    load: () => import('../env.ts'),
    aliases: ['cmdline'],
    group: 'inspect',
    summary: 'Show the environment of instances',
    details:
      'Inherited variables first, then those of the app. Values of variables whose names look like secrets ' +
      'are masked unless --show; of variables that plugins gave, only the names are known.',
    args: [TARGETS],
    options: [{ name: 'show', type: 'flag', description: 'Show the values of secrets' }, JSON_OPTION],
    examples: [
      { command: 'opm env api:0', does: 'the environment of one instance' },
      { command: 'opm env api --show', does: 'with the values of secrets' },
    ],
  },
  {
    name: 'logs',
    load: () => import('../logs/logs.ts'),
    aliases: [],
    group: 'inspect',
    summary: 'Show what instances wrote, and follow it',
    details:
      'Reads the log files themselves, so it works while the daemon does not run. Without a target it shows ' +
      'everything. With -f it goes on until Ctrl-C (exit code 130) and survives truncated and rotated files.',
    args: [OPTIONAL_TARGETS],
    options: [
      { name: 'follow', short: 'f', type: 'flag', description: 'Go on with what is written from now on' },
      {
        name: 'lines',
        short: 'n',
        type: 'integer',
        value: 'N',
        description: 'Last lines of each file (default: 15)',
      },
      { name: 'err', type: 'flag', description: 'Only what was written to standard error' },
      { name: 'out', type: 'flag', description: 'Only what was written to standard output' },
      { name: 'filter', type: 'text', value: 'TEXT', description: 'Only lines that contain this text' },
      { name: 'json', type: 'flag', description: 'One JSON object a line' },
    ],
    examples: [
      { command: 'opm logs', does: 'the last lines of everything' },
      { command: 'opm logs api -f', does: 'follow all instances of api' },
      { command: 'opm logs --err -n 100 --filter timeout', does: 'search the last errors' },
    ],
  },
  {
    name: 'flush',
    load: () => import('../logs/flush.ts'),
    aliases: [],
    group: 'inspect',
    summary: 'Empty log files',
    details: `Without a target it empties those of all instances. ${TARGET_HELP}`,
    args: [OPTIONAL_TARGETS],
    options: [JSON_OPTION],
    examples: [{ command: 'opm flush api', does: 'empty the log files of api' }],
  },
];
