const NEWLINE = 0x0a;

/**
 * The text of a file, without a byte order mark. Bytes that are not UTF-8 are never replaced by something that is:
 * an app would be given what nobody wrote.
 *
 * @returns the text, or the first line that is not UTF-8, counted from 1
 */
export function decodeText(bytes: Uint8Array): string | { line: number } {
  try {
    return decode(bytes);
  } catch {
    return { line: firstBadLine(bytes) };
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** No byte of a longer character is a newline, so each line can be looked at by itself. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start <= bytes.length; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}
