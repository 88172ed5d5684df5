import type { Terminal } from './terminal/terminal.ts';

/** The one way a command prints a result for programs: the whole of standard output is this value. */
export function writeJson(terminal: Terminal, value: unknown): void {
  terminal.out.write(`${JSON.stringify(value, null, 2)}\n`);
}
