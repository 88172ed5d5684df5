/** Why a command line could not be split. */
export type SplitFailure = { reason: string };

/**
 * Splits a command line into words the way a POSIX shell does, without running one: spaces separate, single
 * quotes keep everything, double quotes keep everything but `\"`, `\\`, `\$`, `` \` `` and an escaped line end,
 * and a backslash outside quotes keeps the next character. Variables, globs and operators stay plain text.
 */
export function splitWords(line: string): string[] | SplitFailure {
  // Most lines contain nothing to unquote.
  if (!/['"\\]/.test(line)) return line.split(/[ \t\n\r]+/).filter((part) => part !== '');
  const words: string[] = [];
  let word = '';
  let started = false;
  let index = 0;
  while (index < line.length) {
    const char = line[index]!;
    if (isSpace(char)) {
      if (started) words.push(word);
      word = '';
      started = false;
      index += 1;
      continue;
    }
    if (char === '\\' && line[index + 1] === '\n') {
      index += 2;
      continue;
    }
    started = true;
    const piece = readPiece(line, index);
    if ('reason' in piece) return piece;
    word += piece.text;
    index = piece.next;
  }
  if (started) words.push(word);
  return words;
}

/** A command line that {@link splitWords} splits into exactly these words. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

type Piece = { text: string; next: number };

function readPiece(line: string, start: number): Piece | SplitFailure {
  const char = line[start]!;
  if (char === "'") {
    const end = line.indexOf("'", start + 1);
    if (end < 0) return { reason: 'a single quote is never closed' };
    return { text: line.slice(start + 1, end), next: end + 1 };
  }
  if (char === '"') return readDoubleQuoted(line, start);
  if (char !== '\\') return { text: char, next: start + 1 };
  const escaped = line[start + 1];
  if (escaped === undefined) return { reason: 'it ends with a backslash that escapes nothing' };
  return { text: escaped, next: start + 2 };
}

function readDoubleQuoted(line: string, start: number): Piece | SplitFailure {
  let text = '';
  for (let index = start + 1; index < line.length; index += 1) {
    const char = line[index]!;
    if (char === '"') return { text, next: index + 1 };
    const escaped = char === '\\' ? line[index + 1] : undefined;
    if (escaped !== undefined && '"\\$`\n'.includes(escaped)) {
      text += escaped === '\n' ? '' : escaped;
      index += 1;
    } else {
      text += char;
    }
  }
  return { reason: 'a double quote is never closed' };
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
