import type { Node, ParseError } from 'jsonc-parser';
import { OpmError } from '../../errors.ts';
import { configBroken } from '../config-errors.ts';
import { findDuplicateKey } from './duplicate-key.ts';
import { type ParsedFile, positionAt } from './parsed-file.ts';

/**
 * JSON, and JSON with comments and trailing commas (both read alike, as other tools' `.json` files have them too). A
 * key that occurs twice in one object is an error, because one of the two would be silently lost.
 *
 * @param otherwise handles a text that is not JSON, or returns `undefined`
 * @throws `CONFIG_BROKEN`
 */
export async function parseJson(
  file: string,
  text: string,
  otherwise: () => Promise<unknown> = async () => undefined,
): Promise<ParsedFile> {
  const content = plainJson(text) ?? (await lenientJson(file, text));
  if (content instanceof OpmError) {
    const evaluated = await otherwise();
    if (evaluated === undefined) throw content;
    return { content: evaluated };
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate !== null) {
    const reason = `the key ${JSON.stringify(duplicate.key)} occurs twice in one object: remove one of them`;
    throw configBroken({ file, format: 'JSON', reason, ...positionAt(text, duplicate.offset) });
  }
  return { content, locator: () => jsonLocator(text) };
}

/** The built-in parser, which is many times faster; `undefined` when the text is not strict JSON. */
function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value, or the error that says where the text stops being JSON. */
async function lenientJson(file: string, text: string): Promise<unknown> {
  const { parseTree, printParseErrorCode } = await jsoncParser();
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return plainValue(root);
  const words = printParseErrorCode(first.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const reason =
    first.offset >= text.trimEnd().length ? `${words.toLowerCase()} at the end` : words.toLowerCase();
  return configBroken({ file, format: 'JSON', reason, ...positionAt(text, first.offset) });
}

/** The parser's own way to a value would let the key `__proto__` choose a prototype. */
function plainValue(node: Node | undefined): unknown {
  if (node?.type === 'array') return (node.children ?? []).map(plainValue);
  if (node?.type !== 'object') return node?.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children: [key, value] = [] }) => [key?.value, plainValue(value)]),
  );
}

async function jsonLocator(
  text: string,
): Promise<(segments: readonly (string | number)[]) => number | undefined> {
  const { parseTree, findNodeAtLocation } = await jsoncParser();
  const root = parseTree(text, [], { allowTrailingComma: true });
  return (segments) => {
    // A missing key has no line: the object that lacks it has.
    for (let length = segments.length; root !== undefined && length >= 0; length -= 1) {
      const node =
        length === 0 ? root : findNodeAtLocation(root, segments.slice(0, length) as (string | number)[]);
      if (node === undefined) continue;
      const start = node.parent?.type === 'property' ? node.parent : node;
      return positionAt(text, start.offset).line;
    }
    return undefined;
  };
}

/** Loaded late: most config files never need it. */
async function jsoncParser(): Promise<typeof import('jsonc-parser')> {
  const module = await import('jsonc-parser');
  // Node sees the CommonJS build, whose names are all under `default`.
  return (module as { default?: typeof import('jsonc-parser') }).default ?? module;
}
