import { fstatSync } from 'node:fs';
import { type Channel, channelOf, type WritableStream } from './channel.ts';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out: Output;
  err: Output;
  /** Aborts when nobody reads `out` any more (`opm logs -f | head`); anything written after that is dropped. */
  closed: AbortSignal;
}

export interface Output extends Channel {
  readonly isTTY: boolean;
  /** Whether colours are wanted here. */
  readonly color: boolean;
  /** Current width and height in cells; `Infinity` without a TTY, so that nothing is cut. */
  columns(): number;
  rows(): number;
}

interface TerminalStream extends WritableStream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

type Environment = Record<string, string | undefined>;

/** Whether colours are wanted on a stream: `NO_COLOR` (https://no-color.org), `FORCE_COLOR`, TTY. */
export function wantsColor(env: Environment, isTTY: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return isTTY;
}

/**
 * The terminal of this process. A reader that goes away is not an error but aborts `closed`.
 *
 * @param streams `process`, whose streams are only touched where needed: creating one costs 7 ms on Bun
 */
export function processTerminal(
  streams: { readonly stdout: TerminalStream; readonly stderr: TerminalStream },
  env: Environment,
): Terminal {
  const closing = new AbortController();
  return {
    out: outputOf(
      1,
      () => streams.stdout,
      env,
      () => closing.abort(),
    ),
    err: outputOf(
      2,
      () => streams.stderr,
      env,
      () => {},
    ),
    closed: closing.signal,
  };
}

function outputOf(fd: 1 | 2, stream: () => TerminalStream, env: Environment, onClosed: () => void): Output {
  // A dumb terminal can neither move its cursor nor show colours: it gets what a file would get.
  const isTTY = mayBeTerminal(fd) && stream().isTTY === true && env.TERM !== 'dumb';
  const channel = channelOf({ fd, stream, throughStream: isTTY, onClosed });
  return {
    ...channel,
    isTTY,
    color: wantsColor(env, isTTY),
    columns: () => (isTTY ? stream().columns || 80 : Number.POSITIVE_INFINITY),
    rows: () => (isTTY ? stream().rows || 24 : Number.POSITIVE_INFINITY),
  };
}

/** Memory devices, `/dev/null` among them, have this major number on Linux. */
const MEMORY_DEVICES = 1;

/** A terminal is a character device. Anything else need not be checked through a stream. */
function mayBeTerminal(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    const isMemory = process.platform === 'linux' && stats.rdev >> 8 === MEMORY_DEVICES;
    return stats.isCharacterDevice() && !isMemory;
  } catch {
    // It was closed before the program began.
    return false;
  }
}
