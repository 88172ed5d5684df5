/** Scans a text from left to right; both file formats of the Rust OPM use it. */
export interface Scanner {
  readonly offset: number;
  /** Skips blanks and comments, then reports whether this text comes next. */
  at(token: string): boolean;
  /** Skips blanks and comments, and consumes this text if it comes next. */
  take(token: string): boolean;
  /** Consumes this text or fails. */
  expect(token: string): void;
  /** Consumes what the expression matches here (it must be sticky), or returns `null`. */
  match(expression: RegExp): RegExpExecArray | null;
  atEnd(): boolean;
  fail(reason: string): never;
}

/** Where and why scanning failed. */
export class ScanFailure extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = 'ScanFailure';
    this.offset = offset;
  }
}

/** @param blank what may occur between tokens: blanks and comments; must be sticky */
export function createScanner(text: string, blank: RegExp): Scanner {
  let offset = 0;
  const skip = (): void => {
    blank.lastIndex = offset;
    offset += blank.exec(text)?.[0].length ?? 0;
  };
  const scanner: Scanner = {
    get offset() {
      return offset;
    },
    at(token) {
      skip();
      return text.startsWith(token, offset);
    },
    take(token) {
      if (!scanner.at(token)) return false;
      offset += token.length;
      return true;
    },
    expect(token) {
      if (!scanner.take(token)) scanner.fail(`expected "${token}"`);
    },
    match(expression) {
      skip();
      expression.lastIndex = offset;
      const match = expression.exec(text);
      offset += match?.[0].length ?? 0;
      return match;
    },
    atEnd() {
      skip();
      return offset >= text.length;
    },
    fail(reason) {
      const found =
        offset >= text.length ? 'the end of the file' : JSON.stringify(text.slice(offset, offset + 10));
      throw new ScanFailure(`${reason}, found ${found}`, offset);
    },
  };
  return scanner;
}

const SHORT: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** Replaces the escapes of a quoted text: `\n`, `\"`, `\x41`, `\u{1f600}`, `\u1234`. */
export function unescapeText(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, ...groups) => {
      const [braced, plain, byte, char] = groups as (string | undefined)[];
      const code = braced ?? plain ?? byte;
      if (code === undefined) return SHORT[char!] ?? char!;
      return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
    },
  );
}
