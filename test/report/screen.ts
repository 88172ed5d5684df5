/**
 * As much of a terminal as the live region uses: printable text, newline, carriage return, cursor up, erase in
 * line, and private modes. Lines that leave the top are kept as history.
 */
export class Screen {
  readonly history: string[] = [];
  readonly #rows: number;
  readonly #columns: number;
  #lines: string[];
  #row = 0;
  #column = 0;
  cursorHidden = false;

  constructor(size: { columns: number; rows: number }) {
    this.#rows = size.rows;
    this.#columns = size.columns;
    this.#lines = Array.from({ length: size.rows }, () => '');
  }

  write(text: string | Uint8Array): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it reads
    const tokens = String(text).match(/\u001B\[\??\d*[A-Za-z]|\n|\r|[^\u001B\n\r]/gu) ?? [];
    for (const token of tokens) this.#take(token);
  }

  /** History and screen, without the empty lines at the end. */
  text(): string {
    return [...this.history, ...this.#lines].join('\n').replace(/\n+$/, '');
  }

  /** The lines on the screen. */
  visible(): string[] {
    return this.#lines.map((line) => line.trimEnd());
  }

  #take(token: string): void {
    if (token === '\n') {
      this.#newline();
      return;
    }
    if (token === '\r') {
      this.#column = 0;
      return;
    }
    if (!token.startsWith('\u001B')) {
      this.#put(token);
      return;
    }
    const count = Number(/\d+/.exec(token)?.[0] ?? 1);
    const line = this.#lines[this.#row]!;
    if (token.endsWith('A')) this.#row = Math.max(0, this.#row - count);
    else if (token.endsWith('K'))
      this.#lines[this.#row] = token.includes('2K') ? '' : line.slice(0, this.#column);
    else if (token === '\u001B[?25l') this.cursorHidden = true;
    else if (token === '\u001B[?25h') this.cursorHidden = false;
    else if (!/[mhl]$/.test(token)) throw new Error(`The screen does not know ${JSON.stringify(token)}`);
  }

  #newline(): void {
    this.#column = 0;
    this.#row += 1;
    if (this.#row < this.#rows) return;
    this.#row = this.#rows - 1;
    this.history.push(this.#lines.shift()!);
    this.#lines.push('');
  }

  #put(character: string): void {
    if (this.#column >= this.#columns) this.#newline();
    const line = this.#lines[this.#row]!.padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
  }
}
