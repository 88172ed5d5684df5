import { commandWords, isPlainCommand } from './pm2/pm2-values.ts';

/** A command line of a tool that runs each through a shell: without one, where a shell would only split it. */
export function shellCommand(line: string): { command: string[] } | { command: string; shell: true } {
  const trimmed = line.trim();
  return isPlainCommand(trimmed) ? { command: commandWords(trimmed) } : { command: trimmed, shell: true };
}
