import type { Document, LineCounter } from 'yaml';
import { messageOf } from '../../errors.ts';
import { configBroken } from '../config-errors.ts';
import { indentQuoted } from './indent-quoted.ts';
import type { ParsedFile } from './parsed-file.ts';

/**
 * YAML 1.2, with anchors and `<<` merges, which are common in files with many similar apps.
 *
 * @throws `CONFIG_BROKEN`
 */
export async function parseYaml(file: string, text: string): Promise<ParsedFile> {
  const { LineCounter, parseDocument } = await import('yaml');
  const parse = (source: string) => {
    const lines = new LineCounter();
    const document = parseDocument(source, { lineCounter: lines, merge: true, prettyErrors: false });
    return { document, lines };
  };
  const first = parse(text);
  const { document, lines } = mended(text, first, parse) ?? first;
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw configBroken({ file, format: 'YAML', reason: error.message, line, column: col, cause: error });
  }
  return {
    content: toPlain(document, file),
    locator: async () => (segments) => lineOf(document, lines, segments),
  };
}

interface Parsed {
  document: Document;
  lines: LineCounter;
}

/** More multi-line quoted texts than this in one file are not an accident. */
const MOST_MENDED = 100;

/** The text with its multi-line quoted texts indented, if nothing else is wrong with it. */
function mended(text: string, broken: Parsed, parse: (source: string) => Parsed): Parsed | null {
  let source = text;
  let parsed = broken;
  for (let count = 0; count < MOST_MENDED; count += 1) {
    if (parsed.document.errors.length === 0) return parsed;
    const open = parsed.document.errors.find(({ message }) => /^Missing closing .quote/.test(message));
    const next = open === undefined ? null : indentQuoted(source, open.pos[0]);
    if (next === null) return null;
    source = next;
    parsed = parse(source);
  }
  return null;
}

/** Aliases are resolved here: one without its anchor, or an alias bomb, is found only now. */
function toPlain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw configBroken({ file, format: 'YAML', reason: messageOf(cause), cause });
  }
}

/** The line of a key, or of the nearest enclosing value that is in the file. */
function lineOf(
  document: Document,
  lines: LineCounter,
  segments: readonly (string | number)[],
): number | undefined {
  for (let length = segments.length; length > 0; length -= 1) {
    const start =
      keyStart(document, segments.slice(0, length)) ??
      nodeStart(document.getIn(segments.slice(0, length), true));
    if (start !== undefined) return lines.linePos(start).line;
  }
  const start = nodeStart(document.contents);
  return start === undefined ? undefined : lines.linePos(start).line;
}

function keyStart(document: Document, segments: readonly (string | number)[]): number | undefined {
  const parent = segments.length === 1 ? document.contents : document.getIn(segments.slice(0, -1), true);
  const items = (parent as { items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  const wanted = segments.at(-1);
  const pair = items.find((item: { key?: { value?: unknown } } | null) => item?.key?.value === wanted);
  return nodeStart(pair?.key);
}

function nodeStart(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
