import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, RESTORE_OPTIONS } from './shared-options.ts';

export const DAEMON_COMMANDS: readonly Command[] = [
  {
    name: 'daemon start',
    load: () => import('../daemon/daemon-start.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Start the daemon in the background',
    details: 'Every command that needs the daemon starts it by itself.',
    args: [],
    options: [
      {
        name: 'break-lock',
        type: 'flag',
        description: 'Take a lock over whose owner on another machine is known to be dead',
      },
      JSON_OPTION,
    ],
    examples: [{ command: 'opm daemon start', does: 'start it' }],
  },
  {
    name: 'daemon stop',
    load: () => import('../daemon/daemon-stop.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Stop all apps in reverse order, then the daemon',
    args: [],
    options: [
      { name: 'keep-apps', type: 'flag', description: 'Leave the apps running; the next daemon adopts them' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm daemon stop', does: 'end everything' },
      { command: 'opm daemon stop --keep-apps', does: 'end the daemon alone' },
    ],
  },
  {
    name: 'daemon restart',
    load: () => import('../daemon/daemon-restart.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Replace the daemon and leave every app running',
    details:
      'After an upgrade this puts the new program in charge; every app keeps its PID. A daemon that was started by ' +
      'a boot system is started again by it.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon restart', does: 'after an upgrade' }],
  },
  {
    name: 'daemon status',
    load: () => import('../daemon/daemon-status.ts'),
    aliases: ['daemon health'],
    group: 'daemon',
    summary: 'Say whether the daemon runs (exit code 0) or not (69)',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon status --json', does: 'for programs' }],
  },
  {
    name: 'daemon run',
    load: () => import('../daemon/daemon-run.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Run the daemon in the foreground, for containers and boot systems',
    details:
      'SIGTERM and SIGINT stop the apps in reverse order and end it with exit code 0. The options of a restore go ' +
      'with --restore.',
    args: [],
    options: [
      { name: 'restore', type: 'flag', description: 'Restore once it serves; a failed restore ends it' },
      ...RESTORE_OPTIONS,
      {
        name: 'ready-fd',
        type: 'integer',
        min: 3,
        value: 'FD',
        description: 'Say on this descriptor how the start went',
        hidden: true,
      },
      {
        name: 'at-rest',
        type: 'flag',
        description: 'Start nothing by itself: this daemon is to stop what is left',
        hidden: true,
      },
      {
        name: 'supervised',
        type: 'flag',
        description:
          'A boot system starts this daemon again when it fails or is restarted: the apps outlive it, and a daemon ' +
          'in the background makes way for it (see opm startup)',
      },
      {
        name: 'fresh',
        type: 'flag',
        description: 'Take claims of other PID namespaces as void (containers behind another init)',
      },
      {
        name: 'break-lock',
        type: 'flag',
        description: 'Take a lock over whose owner on another machine is known to be dead',
      },
    ],
    examples: [
      { command: 'opm daemon run --restore --config /etc/opm.config.yaml', does: 'as PID 1 of a container' },
    ],
  },
  {
    name: 'daemon reset',
    load: () => import('../daemon/daemon-reset.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Stop everything and forget every instance',
    details: 'Snapshots and log files stay, and the old ledger is kept under another name.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon reset', does: 'begin anew' }],
  },
];
