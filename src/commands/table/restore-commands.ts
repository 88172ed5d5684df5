import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, RESTORE_OPTIONS } from './shared-options.ts';

export const RESTORE_COMMANDS: readonly Command[] = [
  {
    name: 'restore',
    load: () => import('../restore/restore.ts'),
    aliases: ['resurrect'],
    group: 'restore',
    summary: 'Bring back a set of services in parallel, all or nothing',
    details:
      'The set comes from --config, or else from the file named by $OPM_CONFIG, the saved snapshot, ' +
      'or what was last wanted. Apps that already run as wanted are kept. If any app cannot be ' +
      'started, everything this restore did is rolled back and the exit code is 1. Ctrl-C rolls back; a second ' +
      'Ctrl-C reports what is still in progress and exits at once.',
    args: [],
    options: [
      { name: 'dry-run', short: 'n', type: 'flag', description: 'Print the plan and change nothing' },
      ...RESTORE_OPTIONS,
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm restore', does: 'restore the saved snapshot' },
      { command: 'opm restore --config opm.config.yaml --dry-run', does: 'show what it would do' },
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
      'Ten generations are kept. With --list, the exit code is 2 if one of them is damaged; a restore uses ' +
      'the newest intact one.',
    args: [],
    options: [
      {
        name: 'list',
        type: 'flag',
        description: 'List the existing generations instead of writing one',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm save', does: 'save the current set' },
      { command: 'opm save --list', does: 'list the saved generations' },
    ],
  },
];
