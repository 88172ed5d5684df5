/**
 * Indents the continuation lines of a quoted text that is still open at the offset `at`, so that they belong to it:
 * YAML 1.2 wants them deeper than the key, js-yaml and with it PM2 does not. The indentation does not change their
 * meaning, and line numbers stay the same. `null` when nothing is open there, or it is never closed.
 */
export function indentQuoted(text: string, at: number): string | null {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const start = openQuote(text, lineStart, at);
  if (start === null) return null;
  const end = endOfQuoted(text, start);
  if (end === null) return null;
  const margin = ' '.repeat(start - lineStart + 1);
  const indented = text.slice(start, end).replaceAll(/\n[ \t]*(?=\S)/g, `\n${margin}`);
  return text.slice(0, start) + indented + text.slice(end);
}

/** The first quote from `from` on that opens a text and does not close it before `to`. */
function openQuote(text: string, from: number, to: number): number | null {
  for (let index = from; index < to; index += 1) {
    const opens = /["']/.test(text[index]!) && /(^|[\s,[{:-])$/.test(text.slice(from, index));
    if (!opens) continue;
    const end = endOfQuoted(text, index);
    if (end === null || end > to) return index;
    index = end - 1;
  }
  return null;
}

/** The offset after the quote that closes the text opened at `start`. */
function endOfQuoted(text: string, start: number): number | null {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index += 1) {
    if (quote === '"' && text[index] === '\\') index += 1;
    else if (text[index] === quote) {
      if (quote === '"' || text[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return null;
}
