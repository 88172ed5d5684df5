// Names, commands and log lines come from outside: an escape sequence in them must not reach the terminal.
const CONTROL = /[\p{Control}\u202A-\u202E\u2066-\u2069]/gu;
const PLAIN = /^[\x20-\x7E]*$/;

/** The text with control characters made visible (`\x1B`), tabs as one space. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(CONTROL, (character) => (character === '\t' ? ' ' : escapeOf(character.charCodeAt(0))));
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function escapeOf(code: number): string {
  const hex = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}
