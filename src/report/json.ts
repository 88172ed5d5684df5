import type { Terminal } from './terminal/terminal.ts';

/** The one way a command prints a result for programs: this value is all that goes to standard output. */
export function writeJson(terminal: Terminal, value: unknown): void {
  terminal.out.write(`${JSON.stringify(value, null, 2)}\n`);
}
