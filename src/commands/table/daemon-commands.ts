import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, RESTORE_OPTIONS } from './shared-options.ts';

export const DAEMON_COMMANDS: readonly Command[] = [
  {
    name: 'daemon start',
    load: () => import('../daemon/daemon-start.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Start the daemon in the background',
    details: 'Commands that need the daemon start it automatically.',
    args: [],
    options: [
      {
        name: 'break-lock',
        type: 'flag',
        description: 'Take over a lock whose owner, on another machine, is known to be dead',
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
      { command: 'opm daemon stop', does: 'stop everything' },
      { command: 'opm daemon stop --keep-apps', does: 'stop the daemon only' },
    ],
  },
  {
    name: 'daemon restart',
    load: () => import('../daemon/daemon-restart.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Replace the daemon and leave every app running',
    details:
      'Use it after an upgrade to run the new version; every app keeps its PID. A daemon that was started by ' +
      'an init system is restarted by that init system.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon restart', does: 'after an upgrade' }],
  },
  {
    name: 'daemon status',
    load: () => import('../daemon/daemon-status.ts'),
    aliases: ['daemon health'],
    group: 'daemon',
    summary: 'Show whether the daemon is running (exit code 0) or not (69)',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon status --json', does: 'as JSON' }],
  },
  {
    name: 'ping',
    load: () => import('../ping.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Check whether the daemon answers (exit code 0), and how fast, or is not running (69)',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm ping', does: 'version and latency' }],
  },
  {
    name: 'daemon run',
    load: () => import('../daemon/daemon-run.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Run the daemon in the foreground, for containers and init systems',
    details:
      'SIGTERM and SIGINT stop the apps in reverse order, then the daemon exits with code 0. The options of a restore require ' +
      '--restore.',
    args: [],
    options: [
      {
        name: 'restore',
        type: 'flag',
        description: 'Restore as soon as it is up; a failed restore ends the daemon',
      },
      ...RESTORE_OPTIONS,
      {
        name: 'ready-fd',
        type: 'integer',
        min: 3,
        value: 'FD',
        description: 'Report on this descriptor how the start went',
        hidden: true,
      },
      {
        name: 'at-rest',
        type: 'flag',
        description: 'Start nothing automatically: this daemon only stops what is left',
        hidden: true,
      },
      {
        name: 'supervised',
        type: 'flag',
        description:
          'An init system restarts this daemon when it fails or on request: the apps outlive it, and a daemon ' +
          'in the background gives way to it (see opm startup)',
      },
      {
        name: 'fresh',
        type: 'flag',
        description: 'Discard claims from other PID namespaces (containers that ran under another init)',
      },
      {
        name: 'break-lock',
        type: 'flag',
        description: 'Take over a lock whose owner, on another machine, is known to be dead',
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
    details: 'Snapshots and log files are kept, and the old ledger is kept under another name.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm daemon reset', does: 'start from scratch' }],
  },
];
