import type { ThreadLine } from '../pool/hook-protocol.ts';

interface OpenCall {
  /** Index of the next line to deliver. */
  next: number;
  /** Lines that arrived before their predecessors: Deno's channels do not keep order. */
  early: Map<number, ThreadLine>;
}

/**
 * Lines reach the main thread twice: immediately over the channel, so that users can watch a slow hook, and with the
 * result of the call, since either may arrive first. Each is delivered once, in order, and before the call ends.
 */
export class LineOrder {
  readonly #deliver: (line: ThreadLine) => void;
  readonly #open = new Map<number, OpenCall>();

  constructor(deliver: (line: ThreadLine) => void) {
    this.#deliver = deliver;
  }

  open(call: number, count: number): void {
    for (let each = call; each < call + count; each += 1) this.#open.set(each, { next: 0, early: new Map() });
  }

  /** Ends calls. A call that has no result because its thread was lost delivers the lines it has. */
  close(call: number, count: number): void {
    for (let each = call; each < call + count; each += 1) {
      const rest = [...(this.#open.get(each)?.early.values() ?? [])].sort((a, b) => a.index - b.index);
      for (const line of rest) this.#deliver(line);
      this.#open.delete(each);
    }
  }

  take(line: ThreadLine): void {
    if (line.call === null) {
      this.#deliver(line);
      return;
    }
    const open = this.#open.get(line.call);
    if (open === undefined || line.index < open.next) return;
    open.early.set(line.index, line);
    for (let due = open.early.get(open.next); due !== undefined; due = open.early.get(open.next)) {
      open.early.delete(open.next);
      open.next += 1;
      this.#deliver(due);
    }
  }
}
