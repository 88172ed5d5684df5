import { configBroken } from '../../config-errors.ts';
import { type ParsedFile, positionAt } from '../../formats/parsed-file.ts';
import { createScanner, ScanFailure, type Scanner, unescapeText } from './scanner.ts';

/** The file that the Rust OPM's `opm import` reads: `process "name" { … }` blocks, as objects in a list. */
export interface HclContent {
  process: Record<string, unknown>[];
}

/**
 * The subset of HCL that such a file uses: blocks, attributes, strings, numbers, booleans, lists and objects; no
 * expressions.
 *
 * @throws `CONFIG_BROKEN`
 */
export function parseHcl(file: string, text: string): ParsedFile {
  const scanner = createScanner(text, /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y);
  try {
    const content: HclContent = { process: [] };
    while (!scanner.atEnd()) {
      if (scanner.match(/process\b/y) === null) scanner.fail('expected a "process" block');
      const name = readText(scanner) ?? scanner.fail('expected the name of the process in quotes');
      scanner.expect('{');
      content.process.push({ ...readBody(scanner), name });
    }
    return { content };
  } catch (cause) {
    if (!(cause instanceof ScanFailure)) throw cause;
    throw configBroken({
      file,
      format: 'HCL',
      reason: cause.message,
      ...positionAt(text, cause.offset),
      cause,
    });
  }
}

/** Attributes and blocks up to the closing brace; both kinds of object end up here. */
function readBody(scanner: Scanner): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (!scanner.take('}')) {
    const key = readText(scanner) ?? scanner.match(/[A-Za-z_][\w-]*/y)?.[0] ?? scanner.fail('expected a key');
    if (scanner.take('=') || scanner.take(':')) entries.push([key, readValue(scanner)]);
    else if (scanner.take('{')) entries.push([key, readBody(scanner)]);
    else scanner.fail(`expected "=" or "{" after ${key}`);
    scanner.take(',');
  }
  return Object.fromEntries(entries);
}

function readValue(scanner: Scanner): unknown {
  if (scanner.take('{')) return readBody(scanner);
  if (scanner.take('[')) return readList(scanner);
  const text = readText(scanner);
  if (text !== undefined) return text;
  const number = scanner.match(/-?[0-9]+(?:\.[0-9]+)?/y);
  if (number !== null) return Number(number[0]);
  const word = scanner.match(/(?:true|false|null)\b/y)?.[0] ?? scanner.fail('expected a value');
  return word === 'null' ? null : word === 'true';
}

function readList(scanner: Scanner): unknown[] {
  const items: unknown[] = [];
  while (!scanner.at(']')) {
    items.push(readValue(scanner));
    if (!scanner.take(',')) break;
  }
  scanner.expect(']');
  return items;
}

function readText(scanner: Scanner): string | undefined {
  const quoted = scanner.match(/"((?:[^"\\\n]|\\.)*)"/y)?.[1];
  if (quoted === undefined) return undefined;
  if (/(?<!\$)\$\{/.test(quoted)) scanner.fail('"${" begins an expression, which is not supported');
  return unescapeText(quoted).replaceAll('$${', '${');
}
