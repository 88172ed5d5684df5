const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A longer line is passed on in pieces, so that a file without newlines cannot fill the memory. */
export const LONGEST_LINE_BYTES = 1024 * 1024;

/** Splits bytes that arrive in chunks into lines, without their line ends. Bytes of an unfinished line are kept. */
export interface LineSplitter {
  /** The lines that these bytes complete. They may share memory with `bytes`: use them before it changes. */
  push(bytes: Buffer): Buffer[];
  /** The unfinished line, if there is one; it is empty afterwards. */
  end(): Buffer | null;
  /** How many bytes of an unfinished line are kept. */
  keptBytes(): number;
}

export function lineSplitter(): LineSplitter {
  let pieces: Buffer[] = [];
  let keptBytes = 0;
  const take = (): Buffer => {
    const line = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    pieces = [];
    keptBytes = 0;
    return line;
  };
  const keep = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    pieces.push(bytes);
    keptBytes += bytes.length;
  };
  return {
    push: (bytes) => {
      const lines: Buffer[] = [];
      let from = 0;
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
        keep(bytes.subarray(from, at));
        lines.push(withoutReturn(take()));
        from = at + 1;
      }
      // A copy: the caller reads the next chunk into the same memory.
      keep(Buffer.from(bytes.subarray(from)));
      if (keptBytes >= LONGEST_LINE_BYTES) lines.push(take());
      return lines;
    },
    end: () => (keptBytes === 0 ? null : withoutReturn(take())),
    keptBytes: () => keptBytes,
  };
}

/** Programs written for Windows end lines with CR LF. */
export function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === RETURN ? line.subarray(0, -1) : line;
}
