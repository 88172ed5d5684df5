import { padCells } from './cells.ts';
import { colorOfName, paint } from './terminal/paint.ts';
import type { Output } from './terminal/terminal.ts';

interface Origin {
  id: number | null;
  name: string;
  instance: number;
  stream: 'out' | 'err' | 'both';
}

/**
 * Writes log lines prefixed with the name of their origin. On a terminal, the app's colours stay and other control
 * characters become visible; elsewhere the bytes of a line are passed on unchanged.
 */
export function logLineWriter(
  output: Pick<Output, 'write' | 'color' | 'isTTY'>,
  origins: readonly Origin[],
  options: { json: boolean },
): (line: Buffer, origin: Origin) => void {
  if (options.json) {
    return (line, { id, name, instance, stream }) =>
      output.write(`${JSON.stringify({ id, name, instance, stream, line: line.toString() })}\n`);
  }
  const labels = new Map(origins.map((origin) => [origin, labelOf(origin)]));
  const width = Math.max(0, ...[...labels.values()].map((label) => label.length));
  const prefixes = new Map(
    [...labels].map(([origin, label]) => [
      origin,
      Buffer.from(`${paint(output, colorOfName(origin.name), padCells(label, width, 'left'))} | `),
    ]),
  );
  return (line, origin) => {
    const prefix = prefixes.get(origin)!;
    if (output.isTTY) output.write(`${prefix}${onTerminal(line.toString())}\n`);
    else output.write(Buffer.concat([prefix, line, NEWLINE]));
  };
}

const NEWLINE = Buffer.from('\n');
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const COLOR = /(\u001B\[[0-9;:]*m)/;
const CONTROL = /[^\P{Control}\t]/gu;

function onTerminal(line: string): string {
  const parts = line.split(COLOR);
  const shown = parts.map((part, index) =>
    index % 2 === 1
      ? part
      : part.replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`),
  );
  return parts.length === 1 ? shown.join('') : `${shown.join('')}\u001B[0m`;
}

function labelOf({ name, instance, stream }: Origin): string {
  return `${name}:${instance}${stream === 'err' ? ' err' : ''}`;
}
