import type { DaemonStatus } from '../protocol/intents.ts';
import { paint } from './terminal/paint.ts';
import type { Output } from './terminal/terminal.ts';
import { counted, formatDuration } from './units.ts';

/** `opm daemon status` for people. Ends with a newline. */
export function daemonText(status: DaemonStatus, output: Pick<Output, 'color'>): string {
  if (!status.running) return `${paint(output, 'yellow', 'No daemon is running')} for ${status.home}\n`;
  const adopted = status.adopted === 0 ? '' : `, ${status.adopted} of them adopted`;
  return (
    `${paint(output, 'green', 'The daemon is running')}: pid ${status.pid}, up ${formatDuration(status.uptimeMs)}, ` +
    `${counted(status.processes, 'process', 'processes')}${adopted}\n` +
    `OPM ${status.version} on ${status.runtime}, home ${status.home}\n`
  );
}
