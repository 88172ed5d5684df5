import { fstatSync } from 'node:fs';

const CHECK_MS = 500;

/**
 * Calls `gone` once nobody reads standard output any more. A write would tell, but who follows quiet logs writes
 * nothing.
 *
 * @returns ends the watch. Where standard output is no pipe and no socket, or nobody can tell, there is none.
 */
export async function watchReader(gone: () => void): Promise<() => void> {
  if (!mayLoseReader()) return () => {};
  // Loaded late: hardly any command needs native calls.
  const { hangUpCheck } = await import('../../runtime/native/hung-up.ts');
  const isHungUp = hangUpCheck(1);
  if (isHungUp === null) return () => {};
  const timer = setInterval(() => {
    if (!isHungUp()) return;
    clearInterval(timer);
    gone();
  }, CHECK_MS);
  return () => clearInterval(timer);
}

function mayLoseReader(): boolean {
  try {
    const stats = fstatSync(1);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
