/** Variables as they are in a source, in its order. */
export type Variables = Map<string, string>;

export type Format = 'dotenv' | 'json' | 'raw';

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/**
 * Parses `KEY=value` lines: comments, `export`, quotes. Double quotes may span lines and support `\n`, `\r`, `\t`, and
 * a backslash before any other character. Nothing is expanded.
 *
 * @throws an error with the line number, and none of the line's content
 */
export function parseDotenv(text: string): Variables {
  const variables: Variables = new Map();
  let rest = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  let line = 1;
  const advance = (length: number) => {
    line += rest.slice(0, length).split('\n').length - 1;
    rest = rest.slice(length);
  };
  while (rest !== '') {
    const blank = /^[ \t]*(#[^\n]*)?(\n|$)/.exec(rest);
    if (blank !== null) {
      advance(blank[0].length);
      continue;
    }
    const assignment = ASSIGNMENT.exec(rest);
    if (assignment === null) throw new Error(`line ${line} is not KEY=value`);
    const firstLine = line;
    advance(assignment[0].length);
    const value = /^(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^"'\n][^\n]*)?)[ \t]*(#[^\n]*)?(\n|$)/.exec(rest);
    if (value === null) throw new Error(`line ${firstLine} has a quote that is not closed, or text after it`);
    variables.set(assignment[1]!, unquoted(value));
    advance(value[0].length);
  }
  return variables;
}

function unquoted([, double, single, bare = '']: RegExpExecArray): string {
  if (double !== undefined)
    return double.replace(/\\([\s\S])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
  return single ?? bare.replace(/(^|[ \t])#.*$/, '').trim();
}

/**
 * Parses an object of strings, numbers and booleans.
 *
 * @param path path to the object in the document, names separated by dots
 * @throws an error that names keys, never values
 */
export function parseJson(text: string, path: string | undefined): Variables {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the invalid text.
    throw new Error('is not valid JSON');
  }
  for (const key of path?.split('.') ?? []) {
    if (!isObject(value) || !Object.hasOwn(value, key)) throw new Error(`has nothing at the path "${path}"`);
    value = value[key];
  }
  const where = path === undefined ? '' : ` at the path "${path}"`;
  if (!isObject(value)) throw new Error(`is not a JSON object${where}`);
  const variables: Variables = new Map();
  for (const [key, entry] of Object.entries(value)) {
    if (!['string', 'number', 'boolean'].includes(typeof entry)) {
      throw new Error(`has no string, number or boolean under the key "${key}"`);
    }
    variables.set(key, String(entry));
  }
  return variables;
}

/** The content as it is, without the line break that editors append. */
export function parseRaw(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
