import type { ForeignCommand } from '../../cli/command.ts';
import { pm2Command } from '../words/pm2-commands.ts';

/** Commands of further tools and their counterparts here. */
export const OTHER_COMMANDS = new Map<string, ForeignCommand>([
  // The Rust OPM
  ['backup', { meant: 'restore --generation N' }],
  ['daemon restore', { meant: 'daemon start' }],
  ['agent', { instead: 'There are no agents: run opm on the other machine, through ssh' }],
  ['server', { instead: 'There are no agents: run opm on the other machine, through ssh' }],
  // Others
  ['check', { meant: 'config check' }],
  ['up', { meant: 'restore' }],
  ['down', { meant: 'daemon stop' }],
  ['enable', { meant: 'startup' }],
  ['disable', { meant: 'unstartup' }],
  ['tail', { meant: 'logs -f' }],
  ['health', { meant: 'daemon status' }],
  ['shutdown', { meant: 'daemon stop' }],
  ['version', { meant: '--version' }],
]);

/** The counterpart here of a command called `name` elsewhere. Consulted only when no command has that name. */
export function foreignCommand(name: string): ForeignCommand | undefined {
  const pm2 = pm2Command(name);
  return pm2 === 'same' ? undefined : (pm2 ?? OTHER_COMMANDS.get(name));
}
