import { readFileSync } from 'node:fs';
import os from 'node:os';

/** The umask of the daemon, and of apps that do not set another one; the same as systemd's. */
const DEFAULT_UMASK = 0o022;
const DEFAULT_NICE = 0;

/**
 * Gives the daemon the attributes that apps are promised, whatever its caller's were, since processes inherit them:
 * umask 022, nice 0, and no signal ignored. Only root may become less nice; then the apps stay as nice as the daemon
 * was started.
 */
export function setOwnAttributes(): void {
  process.umask(DEFAULT_UMASK);
  if (os.getPriority() !== DEFAULT_NICE) attempt(() => os.setPriority(DEFAULT_NICE));
  // Children do not ignore a signal that has a listener; without the listener, it is as it was.
  for (const signal of ignoredSignals()) attempt(() => process.on(signal, ignore));
}

/** `nohup` has its child ignore SIGHUP, Python SIGXFSZ. Node and Bun undo that for what they start, Deno does not. */
function ignoredSignals(): NodeJS.Signals[] {
  if (process.platform !== 'linux') return [];
  const mask = BigInt(
    `0x${/^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0'}`,
  );
  return (
    (Object.entries(os.constants.signals) as [NodeJS.Signals, number][])
      // Runtimes ignore SIGPIPE for themselves and give it back to what they start.
      .filter(([name, number]) => name !== 'SIGPIPE' && (mask & (1n << BigInt(number - 1))) !== 0n)
      .map(([name]) => name)
  );
}

/** If the system refuses, the daemon stays as it is. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch {}
}

function ignore(): void {}
