import { commandWords, isPlainCommand } from './pm2/pm2-values.ts';

/** A command line of a tool that always uses a shell; the shell is dropped if it would only split the line. */
export function shellCommand(line: string): { command: string[] } | { command: string; shell: true } {
  const trimmed = line.trim();
  return isPlainCommand(trimmed) ? { command: commandWords(trimmed) } : { command: trimmed, shell: true };
}
