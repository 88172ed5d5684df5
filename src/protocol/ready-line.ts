import { Socket } from 'node:net';
import type { ErrorShape } from '../errors.ts';

/** How the start of a daemon went, reported to the command that started it. */
export type ReadyLine =
  /** It holds the lock. */
  | { type: 'ready'; socket: string }
  /**
   * Another daemon holds the lock. `owner` describes it as part of a sentence; `socket` is the one named in its lock.
   */
  | { type: 'busy'; owner: string; socket: string }
  | { type: 'failed'; error: ErrorShape };

/**
 * Writes the line to the descriptor named by `daemon run --ready-fd` and closes it. Call it once, before the first
 * app is started, or the app would inherit the descriptor. A starter that has gone is ignored.
 */
export function announceReady(fd: number, line: ReadyLine): Promise<void> {
  return new Promise((resolve) => {
    // Not fs.writeSync: Deno can only use an inherited descriptor as a stream.
    const channel = new Socket({ fd, readable: false, writable: true });
    channel.on('error', () => {});
    channel.once('close', () => resolve());
    channel.end(`${JSON.stringify(line)}\n`);
  });
}

/** Parses such a line; `null` for anything else. */
export function parseReadyLine(text: string): ReadyLine | null {
  try {
    const line = JSON.parse(text) as ReadyLine | null;
    return ['ready', 'busy', 'failed'].includes(line?.type ?? '') ? line : null;
  } catch {
    return null;
  }
}
