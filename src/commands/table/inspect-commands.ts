import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, OPTIONAL_TARGETS, TARGET_HELP, TARGETS } from './shared-options.ts';

export const INSPECT_COMMANDS: readonly Command[] = [
  {
    name: 'list',
    load: () => import('../list.ts'),
    aliases: ['ls', 'ps', 'status'],
    group: 'inspect',
    summary: 'Show all instances, or some',
    details: `Sorted by id, or as --sort says. ${TARGET_HELP}`,
    args: [OPTIONAL_TARGETS],
    options: [
      JSON_OPTION,
      {
        name: 'format',
        type: 'text',
        value: 'FORMAT',
        choices: ['default', 'json', 'raw', 'pm2', 'pm2-pretty', 'pids', 'ids'],
        description:
          'table (the default), json (same as --json), raw: one tab-separated line per instance; as PM2 prints them: ' +
          'pm2 (jlist), pm2-pretty (prettylist), pids, ids',
      },
      {
        name: 'sort',
        type: 'text',
        value: 'FIELD[:desc]',
        description: 'Sort by id, name, namespace, status, pid, restarts, uptime, cpu or memory',
      },
      { name: 'show', type: 'flag', description: 'With --format pm2: show the values of secrets' },
    ],
    examples: [
      { command: 'opm list', does: 'all instances as a table' },
      { command: 'opm ls --json', does: 'the same as JSON' },
      { command: 'opm list --sort memory:desc', does: 'the largest first' },
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
    examples: [{ command: 'opm info api', does: 'details of every instance of api' }],
  },
  {
    name: 'env',
    load: () => import('../env.ts'),
    aliases: ['cmdline'],
    group: 'inspect',
    summary: 'Show the environment of instances',
    details:
      "Inherited variables first, then the app's own. Values of variables whose names look like secrets " +
      'are masked unless --show; for variables provided by plugins, only the names are known.',
    args: [TARGETS],
    options: [{ name: 'show', type: 'flag', description: 'Show the values of secrets' }, JSON_OPTION],
    examples: [
      { command: 'opm env api:0', does: 'the environment of one instance' },
      { command: 'opm env api --show', does: 'including secret values' },
    ],
  },
  {
    name: 'logs',
    load: () => import('../logs/logs.ts'),
    aliases: [],
    group: 'inspect',
    summary: 'Show or follow the output of instances',
    details:
      'Reads the log files directly, so it works without a daemon. Without a target it shows ' +
      'everything. With -f it continues until Ctrl-C (exit code 130) and survives truncated and rotated files.',
    args: [OPTIONAL_TARGETS],
    options: [
      { name: 'follow', short: 'f', type: 'flag', description: 'Keep showing new output as it is written' },
      {
        name: 'lines',
        short: 'n',
        type: 'integer',
        value: 'N',
        description: 'Number of lines to show from each file (default: 15)',
      },
      { name: 'err', type: 'flag', description: 'Only standard error' },
      { name: 'out', type: 'flag', description: 'Only standard output' },
      { name: 'filter', type: 'text', value: 'TEXT', description: 'Only lines that contain this text' },
      { name: 'json', type: 'flag', description: 'One JSON object per line' },
    ],
    examples: [
      { command: 'opm logs', does: 'the last lines of every log' },
      { command: 'opm logs api -f', does: 'follow all instances of api' },
      { command: 'opm logs --err -n 100 --filter timeout', does: 'search recent errors' },
    ],
  },
  {
    name: 'flush',
    load: () => import('../logs/flush.ts'),
    aliases: [],
    group: 'inspect',
    summary: 'Empty log files',
    details: `Without a target it empties the logs of all instances. ${TARGET_HELP}`,
    args: [OPTIONAL_TARGETS],
    options: [JSON_OPTION],
    examples: [{ command: 'opm flush api', does: 'empty the log files of api' }],
  },
  {
    name: 'rotate',
    load: () => import('../logs/rotate.ts'),
    aliases: [],
    group: 'inspect',
    summary: 'Rotate log files now',
    details:
      'Moves what the logs hold to files of their own, whatever their sizes, while the apps keep writing: nothing is ' +
      'lost and nothing is restarted. Less than a block of the disk (4 KiB) may stay. The daemon does the same by itself ' +
      `for apps with logs.maxSize. ${TARGET_HELP}`,
    args: [OPTIONAL_TARGETS],
    options: [
      JSON_OPTION,
      {
        name: 'worker',
        type: 'flag',
        description: 'Work on the job from standard input',
        hidden: true,
      },
    ],
    examples: [{ command: 'opm rotate api', does: 'rotate the log files of api' }],
  },
];
