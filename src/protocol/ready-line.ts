import { Socket } from 'node:net';
import type { ErrorShape } from '../errors.ts';

/** How the start of a daemon went, said to the command that started it. */
export type ReadyLine =
  /** It holds the lock. */
  | { type: 'ready'; socket: string }
  /** Another one holds the lock. `owner` names it within a sentence, `socket` is the one in its lock. */
  | { type: 'busy'; owner: string; socket: string }
  | { type: 'failed'; error: ErrorShape };

/**
 * Says it on the descriptor that `daemon run --ready-fd` names, and closes it. To be called once, before the
 * first app is started, which would otherwise inherit the descriptor. A starter that has gone is ignored.
 */
export function announceReady(fd: number, line: ReadyLine): Promise<void> {
  return new Promise((resolve) => {
    // Not fs.writeSync: Deno knows a descriptor it was started with only as a stream.
    const channel = new Socket({ fd, readable: false, writable: true });
    channel.on('error', () => {});
    channel.once('close', () => resolve());
    channel.end(`${JSON.stringify(line)}\n`);
  });
}

/** Reads such a line; `null` for anything else. */
export function parseReadyLine(text: string): ReadyLine | null {
  try {
    const line = JSON.parse(text) as ReadyLine | null;
    return ['ready', 'busy', 'failed'].includes(line?.type ?? '') ? line : null;
  } catch {
    return null;
  }
}
