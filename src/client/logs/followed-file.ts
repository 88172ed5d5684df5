import { closeSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { systemErrorCode } from '../../errors.ts';
import { openLogForReading } from '../../runtime/files/open-log.ts';
import { lastLines } from './last-lines.ts';
import { lineSplitter } from './line-splitter.ts';
import { bytesBefore, generationPaths, logFrontOf } from './log-front.ts';
import type { LogSource } from './log-source.ts';
import { olderLines } from './older-lines.ts';

const CHUNK_BYTES = 64 * 1024;

/** A place in a log file, which is that very file whatever its name is by now. */
export interface LogPosition {
  inode: number;
  /** From the first byte that was ever written to it, including those that rotations took out. */
  offset: number;
}

/** Buffers not in use: thousands of quiet files need none of their own. */
const spareBuffers: Buffer[] = [];

/**
 * A log file that is read repeatedly from where reading stopped. It survives being truncated (reading continues at
 * its beginning) and being replaced (the old file is read to its end first), and may be created late.
 */
export class FollowedFile {
  readonly source: LogSource;
  readonly #onLine: (line: Buffer, source: LogSource) => void;
  readonly #onChunk: () => Promise<void>;
  readonly #onProblem: (problem: string) => void;
  readonly #splitter = lineSplitter();
  #file: FileHandle | null = null;
  #inode = 0;
  /** In the file as it is now. */
  #offset = 0;
  /** How many bytes rotations had taken out of its front when `#offset` was set. */
  #cut = 0;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #nameless = false;

  /**
   * @param options.onChunk awaited after each chunk, so that a slow reader slows down the reading
   * @param options.onProblem called for a rotated file that is damaged
   */
  constructor(options: {
    source: LogSource;
    onLine: (line: Buffer, source: LogSource) => void;
    onChunk: () => Promise<void>;
    onProblem?: ((problem: string) => void) | undefined;
  }) {
    this.source = options.source;
    this.#onLine = options.onLine;
    this.#onChunk = options.onChunk;
    this.#onProblem = options.onProblem ?? (() => {});
  }

  /**
   * Passes on the last `count` lines that `accepts` lets through; `read` continues after them.
   *
   * @throws system errors other than a missing file
   */
  async begin(count: number, accepts: (line: Buffer) => boolean): Promise<void> {
    this.#file = await openIfThere(this.source.path);
    if (this.#file === null) return;
    const { ino, size } = await this.#file.stat();
    this.#inode = ino;
    const front = await logFrontOf(this.source.path, ino, this.#file);
    const part = { start: front.start, end: size, head: front.head };
    const { lines, unfinished } = await lastLines(this.#file, part, count, accepts);
    const older =
      lines.length < count
        ? await olderLines(
            generationPaths(this.source.path, front),
            count - lines.length,
            accepts,
            this.#onProblem,
          )
        : [];
    for (const line of [...older, ...lines]) this.#onLine(line, this.source);
    this.#splitter.push(unfinished);
    this.#offset = size;
    this.#cut = front.cut;
  }

  /**
   * Makes `read` go on where another reader stopped. Where the file of that position is gone, it begins at the
   * beginning of the one that has the name now.
   */
  async resume({ inode, offset }: LogPosition): Promise<void> {
    this.#file = await openIfThere(this.source.path);
    if (this.#file === null) return;
    const { ino, size } = await this.#file.stat();
    const { cut, start } = await logFrontOf(this.source.path, ino, this.#file);
    this.#cut = cut;
    this.#offset = ino === inode && offset - cut <= size ? offset - cut : start;
    this.#inode = ino;
  }

  /** The end of the last whole line that was handed on; `null` while there is no file. */
  get position(): LogPosition | null {
    return this.#file === null
      ? null
      : { inode: this.#inode, offset: this.#cut + this.#offset - this.#splitter.keptBytes() };
  }

  /** Passes on what has been written since. Calls made during a reading make it check once more at its end. */
  read(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readWhileAsked().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** True while no file has the path's name, so that its writer may be writing to it under another name. */
  get isNameless(): boolean {
    return this.#nameless;
  }

  /** Passes on an unfinished line and closes the file. */
  async close(): Promise<void> {
    await this.#reading;
    this.#finishLine();
    await this.#file?.close();
    this.#file = null;
  }

  async #readWhileAsked(): Promise<void> {
    const buffer = spareBuffers.pop() ?? Buffer.allocUnsafe(CHUNK_BYTES);
    try {
      while (this.#readAgain) {
        this.#readAgain = false;
        if (this.#file !== null) await this.#readToEnd(this.#file, buffer);
        await this.#changeFile(buffer);
      }
    } finally {
      spareBuffers.push(buffer);
    }
  }

  async #readToEnd(file: FileHandle, buffer: Buffer): Promise<void> {
    for (;;) {
      await this.#catchUp(file);
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, this.#offset);
      // A rotation in between has moved the bytes, so these may be others.
      if (await this.#isOvertaken(file)) continue;
      if (bytesRead > 0) {
        this.#offset += bytesRead;
        for (const line of this.#splitter.push(buffer.subarray(0, bytesRead)))
          this.#onLine(line, this.source);
        await this.#onChunk();
        continue;
      }
      const { size } = await file.stat();
      if (size === this.#offset) return;
      if (size < this.#offset && !(await this.#isOvertaken(file))) {
        this.#finishLine();
        this.#offset = 0;
      }
    }
  }

  /** Moves with what rotations took out of the front; passes on what they took before it was read. */
  async #catchUp(file: FileHandle): Promise<void> {
    const front = await logFrontOf(this.source.path, this.#inode, file);
    this.#offset -= front.cut - this.#cut;
    this.#cut = front.cut;
    const missed = front.start - this.#offset;
    if (missed <= 0) return;
    const bytes = await bytesBefore(this.source.path, front, missed);
    this.#offset = front.start;
    for (const line of this.#splitter.push(bytes)) this.#onLine(line, this.source);
    await this.#onChunk();
  }

  async #isOvertaken(file: FileHandle): Promise<boolean> {
    const front = await logFrontOf(this.source.path, this.#inode, file);
    return front.cut !== this.#cut || front.start > this.#offset;
  }

  /** Switches to the file that the path names now, if it is another one. */
  async #changeFile(buffer: Buffer): Promise<void> {
    const old = this.#file;
    const there = await stat(this.source.path).catch(nullIfMissing);
    this.#nameless = there === null && old !== null;
    if (there === null) return;
    const own = await old?.stat();
    if (there.ino === own?.ino && there.dev === own.dev) return;
    const next = await openIfThere(this.source.path);
    if (next === null) return;
    // Anything written to the old file between the last reading and its replacement.
    if (old !== null) await this.#readToEnd(old, buffer);
    this.#finishLine();
    this.#file = next;
    this.#inode = (await next.stat()).ino;
    this.#offset = 0;
    this.#cut = 0;
    await old?.close();
    await this.#readToEnd(next, buffer);
  }

  #finishLine(): void {
    const line = this.#splitter.end();
    if (line !== null) this.#onLine(line, this.source);
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    const descriptor = openLogForReading(path);
    try {
      // The same file again, with the methods of a handle; its name is not looked up again.
      return await open(`/dev/fd/${descriptor}`, 'r');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return nullIfMissing(error);
  }
}

function nullIfMissing(error: unknown): null {
  if (systemErrorCode(error) === 'ENOENT') return null;
  throw error;
}
