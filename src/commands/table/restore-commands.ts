import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, RESTORE_OPTIONS } from './shared-options.ts';

export const RESTORE_COMMANDS: readonly Command[] = [
  {
    name: 'restore',
    load: () => import('../restore/restore.ts'),
    aliases: ['resurrect'],
    group: 'restore',
    summary: 'Bring a whole set of services back, in parallel, all or nothing',
    details:
      'The set comes from --config, else from the file that $OPM_CONFIG names, else from the saved snapshot, ' +
      'else from what was last wanted. What runs already as it should is kept. When something cannot be ' +
      'started, everything this restore did is undone and the exit code is 1. Ctrl-C rolls back; a second ' +
      'Ctrl-C says what is left and ends at once.',
    args: [],
    options: [
      { name: 'dry-run', short: 'n', type: 'flag', description: 'Print the plan and change nothing' },
      ...RESTORE_OPTIONS,
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm restore', does: 'restore the saved snapshot' },
      { command: 'opm restore --config opm.config.yaml --dry-run', does: 'show what would be done' },
      {
        command: 'opm restore --only api,worker --timeout 60s',
        does: 'restore two apps and their dependencies',
      },
    ],
  },
  {
    name: 'save',
    load: () => import('../save.ts'),
    aliases: ['store', 'dump'],
    group: 'restore',
    summary: 'Write the snapshot that "opm restore" brings back',
    details:
      'Older generations are kept, ten in all. With --list, exit code 2 when one of them is damaged; a restore uses ' +
      'the newest good one.',
    args: [],
    options: [
      {
        name: 'list',
        type: 'flag',
        description: 'Show the generations that are there instead of writing one',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm save', does: 'save what runs now' },
      { command: 'opm save --list', does: 'show the saved generations' },
    ],
  },
];
