/** A line that is not `KEY=value`, counted from 1. */
export interface EnvFileFailure {
  line: number;
  reason: string;
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/**
 * Parses the lines of a `.env` file, with the syntax of the npm package dotenv:
 *
 * - `KEY=value`, optionally after `export`; blank lines and lines that begin with `#` are skipped;
 * - a bare value ends at ` #` or at the end of the line, without surrounding blanks;
 * - in `'single quotes'` and `` `backticks` `` everything is kept, line ends included;
 * - in `"double quotes"`, which may span lines too, `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are replaced.
 *
 * Nothing is expanded: `$HOME` stays `$HOME`. The last of equal keys wins.
 */
export function parseEnvFile(text: string): Record<string, string> | EnvFileFailure {
  const variables = new Map<string, string>();
  let index = 0;
  while (index < text.length) {
    const lineEnd = endOfLine(text, index);
    const line = text.slice(index, lineEnd);
    if (/^\s*(#|$)/.test(line)) {
      index = lineEnd + 1;
      continue;
    }
    const assignment = ASSIGNMENT.exec(line);
    if (assignment === null) return failure(text, index, 'it is not of the form KEY=value');
    const valueStart = index + assignment[0].length;
    const value = readValue(text, valueStart);
    if ('reason' in value) return failure(text, index, value.reason);
    variables.set(assignment[1]!, value.text);
    index = value.next;
  }
  return Object.fromEntries(variables);
}

type Value = { text: string; next: number } | { reason: string };

function readValue(text: string, start: number): Value {
  const quote = text[start];
  const lineEnd = endOfLine(text, start);
  if (quote !== '"' && quote !== "'" && quote !== '`') {
    return {
      text: text
        .slice(start, lineEnd)
        .replace(/(^|\s)#.*$/, '')
        .trim(),
      next: lineEnd + 1,
    };
  }
  const close = closingQuote(text, start, quote);
  if (close < 0) return { reason: `the quote ${quote} is never closed` };
  const after = text.slice(close + 1, endOfLine(text, close + 1));
  if (!/^\s*(#.*)?$/.test(after)) return { reason: 'something follows the closing quote' };
  const raw = text.slice(start + 1, close).replaceAll('\r\n', '\n');
  return { text: quote === '"' ? unescapeValue(raw) : raw, next: endOfLine(text, close) + 1 };
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (quote === '"' && text[index] === '\\') index += 1;
    else if (text[index] === quote) return index;
  }
  return -1;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' };

function unescapeValue(value: string): string {
  return value.replaceAll(/\\([\s\S])/g, (whole, char: string) => ESCAPES[char] ?? whole);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function failure(text: string, index: number, reason: string): EnvFileFailure {
  return { line: text.slice(0, index).split('\n').length, reason };
}
