/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out: Output;
  err: Output;
  /** Aborts when nobody reads `out` any more (`opm logs -f | head`); what is written after that is dropped. */
  closed: AbortSignal;
}

export interface Output {
  write(text: string | Uint8Array): void;
  /** Resolves when everything written so far has left this process, or cannot leave it any more. */
  flushed(): Promise<void>;
  /** Why writing failed, other than for want of a reader; `null` while all is well. */
  failure(): Error | null;
  readonly isTTY: boolean;
  /** Whether colours are wanted here. */
  readonly color: boolean;
  /** Width and height in cells now; without a TTY `Infinity`, so that nothing is cut. */
  columns(): number;
  rows(): number;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string | Uint8Array, written?: () => void): boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

type Environment = Record<string, string | undefined>;

/** Whether colours are wanted on a stream: `NO_COLOR` (https://no-color.org), `FORCE_COLOR`, TTY. */
export function wantsColor(env: Environment, isTTY: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return isTTY;
}

/** The terminal of this process. From here on a reader that goes away is no error but aborts `closed`. */
export function processTerminal(streams: { stdout: Stream; stderr: Stream }, env: Environment): Terminal {
  const closing = new AbortController();
  return {
    out: outputOf(streams.stdout, env, () => closing.abort()),
    err: outputOf(streams.stderr, env, () => {}),
    closed: closing.signal,
  };
}

function outputOf(stream: Stream, env: Environment, onClosed: () => void): Output {
  // A dumb terminal can neither move its cursor nor show colours: it gets what a file gets.
  const isTTY = stream.isTTY === true && env.TERM !== 'dumb';
  let open = true;
  let failure: Error | null = null;
  let markBroken = (): void => {};
  const broken = new Promise<void>((resolve) => {
    markBroken = resolve;
  });
  stream.on('error', (error) => {
    open = false;
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') failure ??= error;
    onClosed();
    markBroken();
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    flushed: () => {
      if (!open) return Promise.resolve();
      // The callback of a write to a broken pipe never comes on some runtimes.
      return Promise.race([new Promise<void>((resolve) => void stream.write('', () => resolve())), broken]);
    },
    failure: () => failure,
    isTTY,
    color: wantsColor(env, isTTY),
    columns: () => (isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY),
    rows: () => (isTTY ? stream.rows || 24 : Number.POSITIVE_INFINITY),
  };
}
