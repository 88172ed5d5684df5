import type { ThreadLine } from '../pool/hook-protocol.ts';

interface OpenCall {
  /** Index of the line that is delivered next. */
  next: number;
  /** Lines that came before their predecessors: Deno's channels keep no order. */
  early: Map<number, ThreadLine>;
}

/**
 * Lines reach the main thread twice: at once over the channel, for the user to see a slow hook at work, and with
 * the result of the call, since nothing says which of the two comes first. Each is delivered once, in order, and
 * before the call's end.
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

  /** Ends calls. A call without a result, since its thread was lost, delivers what it has. */
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
