import type { Output } from './terminal.ts';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Color = keyof typeof CODES;

/** The text in a colour if the output wants colours. The text must not contain colours already. */
export function paint(output: Pick<Output, 'color'>, color: Color | null, text: string): string {
  if (!output.color || color === null || text === '') return text;
  return `\u001B[${CODES[color]}m${text}\u001B[0m`;
}

const NAME_COLORS: readonly Color[] = ['cyan', 'green', 'magenta', 'yellow', 'blue'];

/** A colour that is always the same for the same name. */
export function colorOfName(name: string): Color {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)!) | 0;
  return NAME_COLORS[Math.abs(hash) % NAME_COLORS.length]!;
}

const STATUS_COLORS: Readonly<Record<string, Color>> = {
  online: 'green',
  kept: 'green',
  starting: 'cyan',
  backoff: 'yellow',
  stopping: 'yellow',
  stopped: 'dim',
  removed: 'dim',
  errored: 'red',
  failed: 'red',
};

/** The colour of an instance's status or of a step of a restore. */
export function colorOfStatus(status: string): Color | null {
  return STATUS_COLORS[status] ?? null;
}
