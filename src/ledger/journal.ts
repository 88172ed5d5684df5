import fs from 'node:fs';
import { promisify } from 'node:util';
import { OpmError } from '../errors.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import type { Fact } from './facts.ts';
import { applyFact, emptyState, type LedgerState } from './fold.ts';
import { ledgerClosed, ledgerDeleted, ledgerUnwritable } from './journal-errors.ts';
import { decodeIfPresent, keepAside, openForAppend, readIfExists, writeWhole } from './ledger-file.ts';
import { encodeLine } from './ledger-line.ts';
import { giveRoom, roomBytes } from './ledger-room.ts';

const fsync = promisify(fs.fsync);

/** Below this size a ledger is never compacted. */
const COMPACT_MIN_BYTES = 1 << 20;
/** Compact when the file has grown to this many times its size after the last compaction. */
const COMPACT_GROWTH = 4;
/** How long to wait before retrying facts that could not be written. */
const RETRY_MS = 1000;

interface Entry {
  facts: Fact[];
  /** Absent for facts that have already happened: they stay in the queue until they can be written. */
  settle?: { resolve: () => void; reject: (error: Error) => void };
}

/**
 * The ledger file, held open by its single writer. `state` is always the fold of everything that has been written or
 * has already happened.
 *
 * Facts of one turn of the event loop are written together, in order, with one `write`. No fsync: a power loss
 * changes the boot id and ends every claim; user requests are followed by {@link Journal.sync}.
 */
export class Journal {
  readonly state: LedgerState;
  readonly file: string;
  #fd: number;
  #size: number;
  #compactedSize: number;
  #lastNumber: number;
  #nextId = 0;
  #queue: Entry[] = [];
  #flushScheduled = false;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  #tell: (fact: Fact) => void = () => {};

  private constructor(file: string, fd: number, size: number, state: LedgerState, lastNumber: number) {
    this.file = file;
    this.state = state;
    this.#fd = fd;
    this.#size = size;
    this.#compactedSize = size;
    this.#lastNumber = lastNumber;
  }

  /**
   * Opens or creates the ledger. The caller holds the lock. A damaged file is kept under another name, and whatever
   * can be read of it goes into a new one; `damage` describes this, one sentence each. `isNew`: there was none.
   *
   * @throws OpmError LEDGER_NEWER (65), LEDGER_UNREADABLE or LEDGER_UNWRITABLE (1)
   */
  static open(file: string): { journal: Journal; damage: string[]; keptAs: string | null; isNew: boolean } {
    const text = readIfExists(file);
    const decoded = decodeIfPresent(file, text);
    const state = emptyState();
    for (const fact of decoded.facts) applyFact(state, fact);
    if (state.restore === null) giveRoom(file);
    let keptAs: string | null = null;
    if (decoded.damage.length > 0) keptAs = keepAside(file);
    if (text === null || decoded.damage.length > 0) {
      const written = writeWhole(file, state, decoded.lastNumber);
      const journal = new Journal(file, written.fd, written.size, state, written.lastNumber);
      return { journal, damage: decoded.damage, keptAs, isNew: text === null };
    }
    const fd = openForAppend(file);
    const journal = new Journal(file, fd, fs.fstatSync(fd).size, state, decoded.lastNumber);
    return { journal, damage: [], keptAs: null, isNew: false };
  }

  /**
   * Writes facts before the effect they announce: resolves once they are in the file, at the end of this turn.
   *
   * @throws OpmError LEDGER_UNWRITABLE (1): none of them has become true; do not go on with the effect
   */
  append(facts: Fact[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ facts, settle: { resolve, reject } });
    });
  }

  /** Records facts that have already happened. They count at once and stay queued until they can be written. */
  record(facts: Fact[]): void {
    // Facts count in the order they stand in the file, so what is queued before these goes first.
    if (this.#queue.some((entry) => entry.settle !== undefined)) this.flush();
    for (const fact of facts) this.#apply(fact);
    this.#enqueue({ facts });
  }

  /** Calls back after each fact that takes effect from now on. */
  observe(tell: (fact: Fact) => void): void {
    this.#tell = tell;
  }

  /** An id for a new instance. Never given out twice, even if it goes unused. */
  allocateId(): number {
    this.#nextId = Math.max(this.#nextId, this.state.nextId) + 1;
    return this.#nextId - 1;
  }

  /** Whether facts are waiting because they could not be written. */
  get behind(): boolean {
    return this.#retry !== null;
  }

  /**
   * Makes everything so far survive a power loss.
   *
   * @throws OpmError LEDGER_UNWRITABLE or LEDGER_DELETED (1)
   */
  async sync(): Promise<void> {
    this.flush();
    try {
      if (fs.fstatSync(this.#fd).nlink === 0) throw ledgerDeleted(this.file);
      await fsync(this.#fd);
    } catch (error) {
      throw error instanceof OpmError ? error : ledgerUnwritable(this.file, error);
    }
  }

  /**
   * Makes sure that about `facts` more facts can be written. Call it before stopping something that is to be started
   * again: if the disk filled up in between, it would stay down.
   *
   * @throws OpmError LEDGER_UNWRITABLE (1)
   */
  ensureRoom(facts: number): void {
    this.flush();
    try {
      // Empty lines: if this process is killed before cutting them off again, they mean nothing.
      const bytes = Buffer.alloc(roomBytes(facts), '\n');
      let written = 0;
      while (written < bytes.length) written += fs.writeSync(this.#fd, bytes, written);
    } catch (error) {
      throw ledgerUnwritable(this.file, error);
    } finally {
      this.#cutTo(this.#size);
    }
  }

  /** Writes what is queued now instead of at the end of the turn. */
  flush(): void {
    if (this.#queue.length === 0) return;
    const queue = this.#queue;
    this.#queue = [];
    const failure = this.#closed ? ledgerClosed(this.file) : this.#write(queue);
    if (failure === null) {
      if (this.#retry !== null) clearTimeout(this.#retry);
      this.#retry = null;
      for (const entry of queue) {
        if (entry.settle === undefined) continue;
        for (const fact of entry.facts) this.#apply(fact);
        entry.settle.resolve();
      }
      this.#compactIfLarge();
      return;
    }
    const happened = queue.filter((entry) => entry.settle === undefined);
    this.#queue = [...happened, ...this.#queue];
    for (const entry of queue) entry.settle?.reject(failure);
    if (happened.length > 0 && !this.#closed)
      this.#retry ??= setTimeout(() => this.#retryNow(), RETRY_MS).unref();
  }

  /** Writes what is queued and closes the file. */
  close(): void {
    this.flush();
    this.abandon();
  }

  /** Closes the file and writes nothing more: it belongs to someone else. */
  abandon(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    fs.closeSync(this.#fd);
  }

  /** Rewrites the ledger as the shortest one with the same state. */
  compact(): void {
    this.flush();
    const { fd, size, lastNumber } = writeWhole(this.file, this.state, this.#lastNumber);
    fs.closeSync(this.#fd);
    this.#fd = fd;
    this.#size = size;
    this.#compactedSize = size;
    this.#lastNumber = lastNumber;
  }

  #enqueue(entry: Entry): void {
    this.#queue.push(entry);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      this.flush();
    });
  }

  #retryNow(): void {
    this.#retry = null;
    this.flush();
  }

  #apply(fact: Fact): void {
    applyFact(this.state, fact);
    this.#tell(fact);
  }

  #write(queue: Entry[]): Error | null {
    let n = this.#lastNumber;
    let text = '';
    for (const { facts } of queue) {
      for (const fact of facts) {
        n += 1;
        text += encodeLine(fact, n);
      }
    }
    const bytes = Buffer.from(text);
    try {
      faultPoint('journal.write');
      let written = 0;
      while (written < bytes.length) written += fs.writeSync(this.#fd, bytes, written);
      this.#size += bytes.length;
      this.#lastNumber = n;
      faultPoint('journal.written');
      return null;
    } catch (error) {
      this.#cutTo(this.#size);
      return ledgerUnwritable(this.file, error);
    }
  }

  /** A write that failed half-way must not leave a torn line in front of the next one. */
  #cutTo(size: number): void {
    try {
      fs.ftruncateSync(this.#fd, size);
    } catch {
      // The line stays torn; the next open will find and report it.
    }
  }

  #compactIfLarge(): void {
    if (this.#size < COMPACT_MIN_BYTES || this.#size < this.#compactedSize * COMPACT_GROWTH) return;
    try {
      this.compact();
    } catch {
      // No room for a second file now: go on with the long one and try again when it has grown further.
      this.#compactedSize = this.#size;
    }
  }
}
