import { BOOT_SYSTEMS } from '../../boot/boot-spec.ts';
import type { Command } from '../../cli/command.ts';
import type { ArgumentSpec, OptionSpec } from '../../cli/command-spec.ts';

const SYSTEM: ArgumentSpec = { name: 'boot-system', required: false };

const PLACE_OPTIONS: readonly OptionSpec[] = [
  { name: 'system', type: 'flag', description: 'For the whole machine, as root (the default for root)' },
  {
    name: 'user',
    type: 'flag',
    description: 'For your user only, without root (the default for everyone else)',
  },
  {
    name: 'root',
    type: 'text',
    value: 'DIR',
    description: 'Change the system image in this folder instead of the running system',
  },
];

export const BOOT_COMMANDS: readonly Command[] = [
  {
    name: 'startup',
    load: () => import('../startup/startup.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Restore the fleet at boot (systemd, OpenRC, launchd)',
    details:
      `The init system is ${BOOT_SYSTEMS.join(', ')}; by default, the one on this machine. ` +
      'Writes a service that runs the daemon in the foreground and restores, all or nothing; failures are ' +
      'retried. At boot the environment is the current PATH, HOME and OPM_HOME. Without --config the service ' +
      'restores $OPM_CONFIG, or else what "opm save" wrote last.',
    args: [SYSTEM],
    options: [
      ...PLACE_OPTIONS,
      { name: 'config', type: 'text', value: 'FILE', description: 'Restore the apps in this config file' },
      {
        name: 'keep-going',
        type: 'flag',
        description: 'If something fails, keep what could be started, instead of all or nothing',
      },
      {
        name: 'hardened',
        type: 'flag',
        description:
          'Give up what ordinary services do not need, for the daemon and all apps (systemd, as root)',
      },
      { name: 'print', type: 'flag', description: 'Print the file and change nothing' },
    ],
    examples: [
      { command: 'sudo opm startup --config /etc/opm.config.yaml', does: 'for the whole machine' },
      { command: 'opm startup --user --print', does: 'show the unit for your user' },
    ],
  },
  {
    name: 'unstartup',
    load: () => import('../startup/unstartup.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Undo "opm startup"',
    args: [SYSTEM],
    options: PLACE_OPTIONS,
    examples: [{ command: 'sudo opm unstartup', does: 'do not start the fleet at boot' }],
  },
];
