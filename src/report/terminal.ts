/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out: Output;
  err: Output;
  /** Aborts when nobody reads `out` any more (`opm logs -f | head`); what is written after that is dropped. */
  closed: AbortSignal;
}

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Whether colours are wanted here. */
  readonly color: boolean;
  /** Width and height in cells now; without a TTY `Infinity`, so nothing is cut. */
  columns(): number;
  rows(): number;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Whether colours are wanted on a stream. Obeys `NO_COLOR` (https://no-color.org), `FORCE_COLOR` and `TERM`. */
export function wantsColor(env: Record<string, string | undefined>, isTTY: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return isTTY && env.TERM !== 'dumb';
}

/** The terminal of this process. From here on a reader that goes away is no error but ends `closed`. */
export function processTerminal(
  streams: { stdout: Stream; stderr: Stream },
  env: Record<string, string | undefined>,
): Terminal {
  const closing = new AbortController();
  return {
    out: outputOf(streams.stdout, env, () => closing.abort()),
    err: outputOf(streams.stderr, env, () => {}),
    closed: closing.signal,
  };
}

function outputOf(stream: Stream, env: Record<string, string | undefined>, onClosed: () => void): Output {
  const isTTY = stream.isTTY === true;
  let open = true;
  stream.on('error', (error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    open = false;
    onClosed();
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTTY,
    color: wantsColor(env, isTTY),
    columns: () => (isTTY ? (stream.columns ?? 80) : Number.POSITIVE_INFINITY),
    rows: () => (isTTY ? (stream.rows ?? 24) : Number.POSITIVE_INFINITY),
  };
}
