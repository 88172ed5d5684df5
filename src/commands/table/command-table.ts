import type { Command, CommandTable } from '../../cli/command.ts';
import { BOOT_COMMANDS } from './boot-commands.ts';
import { COMING_COMMANDS } from './coming-commands.ts';
import { DAEMON_COMMANDS } from './daemon-commands.ts';
import { foreignCommand } from './foreign-commands.ts';
import { GATEWAY_COMMANDS } from './gateway-commands.ts';
import { INSPECT_COMMANDS } from './inspect-commands.ts';
import { PROCESS_COMMANDS } from './process-commands.ts';
import { RESTORE_COMMANDS } from './restore-commands.ts';
import { TOOL_COMMANDS } from './tool-commands.ts';

/** Every command. The parser, the help, the completions, the man page and docs/commands.md are generated from it. */
export const COMMANDS: readonly Command[] = [
  ...RESTORE_COMMANDS,
  ...PROCESS_COMMANDS,
  ...INSPECT_COMMANDS,
  ...DAEMON_COMMANDS,
  ...BOOT_COMMANDS,
  ...GATEWAY_COMMANDS,
  ...COMING_COMMANDS,
  ...TOOL_COMMANDS,
];

/** Groups in the order of the overview, with their titles. */
export const GROUPS: CommandTable['groups'] = [
  { group: 'restore', title: 'Restore' },
  { group: 'processes', title: 'Processes' },
  { group: 'inspect', title: 'Look' },
  { group: 'daemon', title: 'Daemon' },
  { group: 'gateway', title: 'Dashboard, API and metrics' },
  { group: 'tools', title: 'Tools' },
];

export const COMMAND_TABLE: CommandTable = { commands: COMMANDS, groups: GROUPS, foreignCommand };
