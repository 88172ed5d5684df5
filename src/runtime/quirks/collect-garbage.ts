/** Work comes in bursts; a collection takes a few milliseconds. */
const AFTER_MS = 1000;

const { Bun } = globalThis as { Bun?: { gc(wait: boolean): void } };

let timer: NodeJS.Timeout | undefined;

/**
 * Has the garbage of this thread collected a second from now; to be called when work was done. Left to itself, Bun
 * looks after its heap every second in every thread, also when nothing happens, and `daemonVariables` ends that. Other
 * runtimes know themselves when to collect.
 */
export function collectGarbageSoon(): void {
  if (Bun === undefined || timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    Bun.gc(true);
  }, AFTER_MS);
  timer.unref();
}
