import type { Output, Terminal } from '../../src/report/terminal/terminal.ts';

export interface CapturedTerminal extends Terminal {
  /** What was written so far. */
  stdout(): string;
  stderr(): string;
}

/** A terminal that keeps what is written to it. Not a TTY unless it has a size. */
export function capturedTerminal(
  size: { columns: number; rows: number } | null = null,
  color = false,
): CapturedTerminal {
  const written = { out: '', err: '' };
  const output = (which: 'out' | 'err'): Output => ({
    write: (text) => {
      written[which] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
    flushed: () => Promise.resolve(),
    failure: () => null,
    isTTY: size !== null,
    color,
    columns: () => size?.columns ?? Number.POSITIVE_INFINITY,
    rows: () => size?.rows ?? Number.POSITIVE_INFINITY,
  });
  return {
    out: output('out'),
    err: output('err'),
    closed: new AbortController().signal,
    stdout: () => written.out,
    stderr: () => written.err,
  };
}
