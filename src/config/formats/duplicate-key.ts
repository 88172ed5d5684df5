const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * Finds the first key that occurs twice in one object of a JSON text; comments and trailing commas are allowed. The
 * text must have been parsed before: this only looks for keys and checks nothing else.
 */
export function findDuplicateKey(text: string): { key: string; offset: number } | null {
  const open: (Set<string> | null)[] = [];
  let index = 0;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys && text.charCodeAt(skipBlank(text, end)) === COLON) {
        const key = unquote(text.slice(index, end));
        if (keys.has(key)) return { key, offset: index };
        keys.add(key);
      }
      index = end;
      continue;
    }
    if (char === OPEN_OBJECT) open.push(new Set());
    else if (char === OPEN_LIST) open.push(null);
    else if (char === CLOSE_OBJECT || char === CLOSE_LIST) open.pop();
    else if (char === SLASH) index = endOfComment(text, index);
    index += 1;
  }
  return null;
}

function unquote(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) break;
    index += char === BACKSLASH ? 2 : 1;
  }
  return index + 1;
}

/** The last character of the comment at `start`. */
function endOfComment(text: string, start: number): number {
  const block = text[start + 1] === '*';
  const end = text.indexOf(block ? '*/' : '\n', start + 2);
  if (end < 0) return text.length;
  return block ? end + 1 : end;
}

function skipBlank(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === SLASH) index = endOfComment(text, index) + 1;
    else if (char <= 0x20) index += 1;
    else break;
  }
  return index;
}
