import { closeSync, fstatSync, readSync } from 'node:fs';
import { openLogForReading } from '../../runtime/files/open-log.ts';

const NEWLINE = 0x0a;
/** A longer line is tested only up to here; the rest is skipped. */
const LONGEST_LINE_BYTES = 16 * 1024;
/** Shared by all readers, since a read is over before the next one begins. */
const chunk = Buffer.allocUnsafe(64 * 1024);

/** The result of one read. `more`: there is more to read right now. `idle`: there was nothing new. */
export type ReadState = 'found' | 'more' | 'read' | 'idle';

/**
 * Reads what is appended to a log file, line by line, with a bounded amount of memory and a bounded amount of work
 * a call. Reads synchronously: what was just written is in the page cache.
 */
export class LogReader {
  readonly #matches: (line: string) => boolean;
  readonly #fd: number;
  #position: number;
  #unfinished: Buffer[] = [];
  #unfinishedBytes = 0;

  /** @throws the system error when the file cannot be opened, or is not a regular one */
  constructor(options: { file: string; offset: number; matches: (line: string) => boolean }) {
    this.#matches = options.matches;
    this.#position = options.offset;
    this.#fd = openLogForReading(options.file);
  }

  /** Tests the lines that end in the next 64 KB. */
  read(): ReadState {
    const { size } = fstatSync(this.#fd);
    if (size < this.#position) this.#startOver();
    const bytesRead = readSync(this.#fd, chunk, 0, chunk.length, this.#position);
    if (bytesRead === 0) return 'idle';
    this.#position += bytesRead;
    if (this.#testLines(chunk.subarray(0, bytesRead))) return 'found';
    return bytesRead === chunk.length ? 'more' : 'read';
  }

  /** Whether what came after the last line end matches: a prompt, say, or a line that is still being written. */
  unfinishedLineMatches(): boolean {
    return this.#unfinishedBytes > 0 && this.#test(Buffer.concat(this.#unfinished));
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** The file was truncated under the process, which continues at its beginning. */
  #startOver(): void {
    this.#position = 0;
    this.#drop();
  }

  /** Cuts at bytes, which no part of a longer UTF-8 character can be mistaken for. */
  #testLines(bytes: Buffer): boolean {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (this.#testEndOfLine(bytes.subarray(start, end))) return true;
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
    return false;
  }

  #testEndOfLine(bytes: Buffer): boolean {
    // Nearly every line lies in one chunk as a whole and need not be copied.
    if (this.#unfinishedBytes === 0) return this.#test(bytes.subarray(0, LONGEST_LINE_BYTES));
    this.#keep(bytes);
    const isMatch = this.#test(Buffer.concat(this.#unfinished));
    this.#drop();
    return isMatch;
  }

  #keep(bytes: Buffer): void {
    const part = bytes.subarray(0, LONGEST_LINE_BYTES - this.#unfinishedBytes);
    if (part.length === 0) return;
    // A copy, because the chunk is read into again.
    this.#unfinished.push(Buffer.from(part));
    this.#unfinishedBytes += part.length;
  }

  #drop(): void {
    this.#unfinished = [];
    this.#unfinishedBytes = 0;
  }

  #test(bytes: Buffer): boolean {
    const line = bytes.toString('utf8');
    return this.#matches(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
