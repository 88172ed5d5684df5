import { LIMITS } from './hook-protocol.ts';

const HEADER_INTS = 5;
const HEADER_BYTES = HEADER_INTS * Int32Array.BYTES_PER_ELEMENT;

/** A plugin's state as of its last change, and the call that made it. */
export interface KeptState {
  call: number;
  /** JSON text of an object. */
  json: string;
}

/**
 * Memory that the plugin thread shares with the main thread. What the thread writes can be read although the thread
 * no longer runs, or runs in circles and answers no message.
 *
 * The header says which of two places counts; the other one is written, so that a thread that ends while it writes
 * leaves the one before it. Per place it has the call and the length.
 */
export class StateCell {
  readonly buffer: SharedArrayBuffer;
  readonly #header: Int32Array;

  /** @param buffer that of the cell in the other thread; without one, a new cell is made */
  constructor(buffer = new SharedArrayBuffer(HEADER_BYTES + 2 * LIMITS.stateBytes)) {
    this.buffer = buffer;
    this.#header = new Int32Array(buffer, 0, HEADER_INTS);
  }

  /** What is too long is not written. */
  write({ call, json }: KeptState): void {
    const bytes = Buffer.from(json);
    if (bytes.length > LIMITS.stateBytes) return;
    const next = Atomics.load(this.#header, 0) === 1 ? 2 : 1;
    this.#place(next).set(bytes);
    this.#header[next] = call;
    this.#header[next + 2] = bytes.length;
    Atomics.store(this.#header, 0, next);
  }

  /** `null`: nothing has been written. */
  read(): KeptState | null {
    const current = Atomics.load(this.#header, 0);
    if (current === 0) return null;
    const length = this.#header[current + 2]!;
    // A copy: text cannot be decoded from memory that is shared.
    const bytes = Buffer.from(this.#place(current).slice(0, length));
    return { call: this.#header[current]!, json: bytes.toString('utf8') };
  }

  #place(number: number): Uint8Array {
    const start = HEADER_BYTES + (number - 1) * LIMITS.stateBytes;
    return new Uint8Array(this.buffer, start, LIMITS.stateBytes);
  }
}
