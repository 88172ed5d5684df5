import { joinWords } from '../config/split-words.ts';
import { printable } from '../printable.ts';
import type { InfoEntry, LastExit } from '../protocol/intents.ts';
import { instanceLabel } from './instance-label.ts';
import { colorOfStatus, paint } from './terminal/paint.ts';
import type { Output } from './terminal/terminal.ts';
import { formatBytes, formatDuration } from './units.ts';

/** Everything about one instance, one fact per line. Ends with a newline. */
export function infoText(entry: InfoEntry, output: Pick<Output, 'color'>): string {
  const facts: [string, string | null][] = [
    ['id', String(entry.id)],
    ['namespace', entry.namespace],
    ['status', `${entry.status}${entry.adopted ? ' (adopted)' : ''}, wanted ${entry.wanted}`],
    ['pid', entry.pid === null ? null : String(entry.pid)],
    ['uptime', entry.uptimeMs === null ? null : formatDuration(entry.uptimeMs)],
    ['restarts', restartsText(entry)],
    ['cpu', entry.cpuPercent === null ? null : `${entry.cpuPercent.toFixed(1)}%`],
    ['memory', entry.memoryBytes === null ? null : memoryText(entry)],
    ['last exit', entry.lastExit === null ? null : exitText(entry.lastExit)],
    ['command', joinWords(entry.command)],
    ['folder', entry.cwd],
    ['user', entry.user],
    ['port', entry.port === null ? null : String(entry.port)],
    ['depends on', entry.dependsOn.length === 0 ? null : entry.dependsOn.join(', ')],
    ['log out', entry.logs.out],
    ['log err', entry.logs.err],
    ['started at', entry.identity === null ? null : `tick ${entry.identity.startTicks} of this boot`],
    ...Object.entries(entry.env).map(([name, value]): [string, string] => ['env', `${name}=${value}`]),
    ['plugin env', entry.pluginEnv.length === 0 ? null : entry.pluginEnv.join(', ')],
  ];
  const lines = facts
    .filter((fact): fact is [string, string] => fact[1] !== null)
    .map(([title, text]) => {
      const color = title === 'status' ? colorOfStatus(entry.status) : null;
      return `  ${paint(output, 'dim', title.padEnd(14))}  ${paint(output, color, printable(text))}`;
    });
  return `${paint(output, 'bold', printable(instanceLabel(entry)))}\n${lines.join('\n')}\n`;
}

/** `12 (3 crash, 9 memory)` */
function restartsText({ restarts, restartsBy }: InfoEntry): string {
  const causes = Object.entries(restartsBy).filter(([, count]) => count > 0);
  if (causes.length === 0) return String(restarts);
  return `${restarts} (${causes.map(([cause, count]) => `${count} ${cause}`).join(', ')})`;
}

function memoryText({ memoryBytes, maxMemoryBytes }: InfoEntry): string {
  const used = formatBytes(memoryBytes);
  return maxMemoryBytes === null ? used : `${used}, restarted above ${formatBytes(maxMemoryBytes)}`;
}

/** `code 1 at 2026-01-01T00:00:00.000Z (out of memory)`; if nobody was watching, nobody knows how a process ended. */
function exitText({ code, signal, at, reason }: LastExit): string {
  const how = signal === null ? (code === null ? 'unknown' : `code ${code}`) : `signal ${signal}`;
  return `${how}${at === null ? '' : ` at ${at}`}${reason === null ? '' : ` (${reason})`}`;
}
