import { BOOT_SYSTEMS } from '../../boot/boot-spec.ts';
import type { Command } from '../../cli/command.ts';
import type { ArgumentSpec, OptionSpec } from '../../cli/command-spec.ts';

const SYSTEM: ArgumentSpec = { name: 'boot-system', required: false };

const PLACE_OPTIONS: readonly OptionSpec[] = [
  { name: 'system', type: 'flag', description: 'For the machine, as root (the default for root)' },
  { name: 'user', type: 'flag', description: 'For you alone, without root (the default for everybody else)' },
  {
    name: 'root',
    type: 'text',
    value: 'DIR',
    description: 'Change the system below this folder, an image, and not this one',
  },
];

export const BOOT_COMMANDS: readonly Command[] = [
  {
    name: 'startup',
    load: () => import('../startup/startup.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Make the fleet come back at boot (systemd, OpenRC, launchd)',
    details:
      `The boot system is ${BOOT_SYSTEMS.join(', ')}; without a name, the one of this machine. ` +
      'Writes a service that runs the daemon in the foreground and restores, all or nothing; what fails is tried ' +
      'again. At boot the environment is PATH as it is now, HOME and OPM_HOME. Without --config the service ' +
      'restores $OPM_CONFIG, else what "opm save" wrote last.',
    args: [SYSTEM],
    options: [
      ...PLACE_OPTIONS,
      { name: 'config', type: 'text', value: 'FILE', description: 'Restore what this config file says' },
      {
        name: 'keep-going',
        type: 'flag',
        description: 'Keep what could be started when something fails, instead of all or nothing',
      },
      { name: 'print', type: 'flag', description: 'Print the file and change nothing' },
    ],
    examples: [
      { command: 'sudo opm startup --config /etc/opm.config.yaml', does: 'a fleet of the machine' },
      { command: 'opm startup --user --print', does: 'see the unit of a user' },
    ],
  },
  {
    name: 'unstartup',
    load: () => import('../startup/unstartup.ts'),
    aliases: [],
    group: 'daemon',
    summary: 'Take back what "opm startup" wrote',
    args: [SYSTEM],
    options: PLACE_OPTIONS,
    examples: [{ command: 'sudo opm unstartup', does: 'no fleet at boot' }],
  },
];
