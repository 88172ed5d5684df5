import { configBroken } from '../../config-errors.ts';
import { type ParsedFile, positionAt } from '../../formats/parsed-file.ts';
import { createScanner, ScanFailure, type Scanner, unescapeText } from './scanner.ts';

/**
 * RON, the notation of the Rust OPM's `process.dump`: structs and maps become objects, tuples and lists become
 * arrays, `Some(x)` is x and `None` is null.
 *
 * @throws `CONFIG_BROKEN`
 */
export function parseRon(file: string, text: string): ParsedFile {
  const scanner = createScanner(text, /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#!\[[^\]]*\])*/y);
  try {
    const content = readValue(scanner);
    if (!scanner.atEnd()) scanner.fail('expected the end of the file');
    return { content };
  } catch (cause) {
    if (!(cause instanceof ScanFailure)) throw cause;
    throw configBroken({
      file,
      format: 'RON',
      reason: cause.message,
      ...positionAt(text, cause.offset),
      cause,
    });
  }
}

function readValue(scanner: Scanner): unknown {
  if (scanner.take('[')) return readItems(scanner, ']');
  if (scanner.take('{')) return readMap(scanner);
  if (scanner.at('(')) return readTuple(scanner);
  const quoted = scanner.match(/"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])+)'/y);
  if (quoted !== null) return unescapeText(quoted[1] ?? quoted[2]!);
  const raw = scanner.match(/r(#*)"([\s\S]*?)"\1/y);
  if (raw !== null) return raw[2];
  const number = scanner.match(/[+-]?[0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y);
  if (number !== null) return Number(number[0].replaceAll('_', ''));
  const word = scanner.match(/[A-Za-z_]\w*/y)?.[0] ?? scanner.fail('expected a value');
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'None') return null;
  if (!scanner.at('(')) return word;
  if (word !== 'Some') return readTuple(scanner);
  const [inner] = readTuple(scanner) as unknown[];
  return inner;
}

/** `(a: 1, b: 2)` is an object, `(1, 2)` an array. */
function readTuple(scanner: Scanner): unknown {
  scanner.expect('(');
  const fields = new Map<string, unknown>();
  while (!scanner.at(')')) {
    const field = scanner.match(/([A-Za-z_]\w*)\s*:(?!:)/y);
    if (field === null) break;
    fields.set(field[1]!, readValue(scanner));
    if (!scanner.take(',')) break;
  }
  if (fields.size === 0) return readItems(scanner, ')');
  scanner.expect(')');
  return Object.fromEntries(fields);
}

function readItems(scanner: Scanner, close: string): unknown[] {
  const items: unknown[] = [];
  while (!scanner.at(close)) {
    items.push(readValue(scanner));
    if (!scanner.take(',')) break;
  }
  scanner.expect(close);
  return items;
}

function readMap(scanner: Scanner): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (!scanner.at('}')) {
    const key = String(readValue(scanner));
    scanner.expect(':');
    entries.push([key, readValue(scanner)]);
    if (!scanner.take(',')) break;
  }
  scanner.expect('}');
  return Object.fromEntries(entries);
}
