import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import type { SelfCommand } from './self.ts';

export interface SpawnSelfOptions extends SelfCommand {
  env: Record<string, string | undefined>;
  /** Descriptor for its output and its errors. */
  logFd: number;
}

/** A process of this program that runs on its own. */
export interface SelfProcess {
  /**
   * What it writes to its descriptor 3. Destroy it to let go: nothing else of the process keeps the event loop alive.
   */
  channel: Readable;
  /** How it ended, in words, once it has. Pending while it runs. */
  ended: Promise<string>;
}

/**
 * Starts this program in the background: in its own session, in the folder `/`, with nothing on its input, and with a
 * channel at descriptor 3 on which it reports how its start went.
 */
export function spawnSelf({ file, args, env, logFd }: SpawnSelfOptions): SelfProcess {
  const child = spawn(file, args, {
    detached: true,
    cwd: '/',
    env,
    stdio: ['ignore', logFd, logFd, 'pipe'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`"${file}" cannot be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`),
    );
  });
  // A program that cannot be run has neither a PID nor, on Deno and Bun, a channel.
  if (child.pid !== undefined) child.unref();
  return { channel: (child.stdio[3] as Readable | undefined) ?? Readable.from([]), ended };
}
