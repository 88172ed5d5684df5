/**
 * Finds the first key that occurs twice in one object of a JSON text; comments and trailing commas may be there.
 * The text must have been parsed before: this only looks for keys and does not check anything else.
 */
export function findDuplicateKey(text: string): { key: string; offset: number } | null {
  const open: (Set<string> | null)[] = [];
  let index = 0;
  while (index < text.length) {
    const char = text[index]!;
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(null);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '/') index = endOfComment(text, index);
    else if (char === '"') {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys && text[skipBlank(text, end)] === ':') {
        const key = JSON.parse(text.slice(index, end)) as string;
        if (keys.has(key)) return { key, offset: index };
        keys.add(key);
      }
      index = end;
      continue;
    }
    index += 1;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
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
    if (/\s/.test(text[index]!)) index += 1;
    else if (text[index] === '/') index = endOfComment(text, index) + 1;
    else break;
  }
  return index;
}
