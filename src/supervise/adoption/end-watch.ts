import type { ExitWatch } from '../../runtime/native/exit-watch/exit-watch.ts';
import type { Native } from '../../runtime/native/native.ts';
import type { ProcessEnd } from '../../runtime/native/process/wait-status.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';
import type { Deadlines } from '../deadlines.ts';
import type { ProcessHolds } from './process-holds.ts';

/**
 * How long the exit code is waited for. It is known once the parent has reaped the process, which an init does at once;
 * some do it every second or so, and what is to be started again must not wait for that.
 */
const REAPED_WITHIN_MS = 10;
/** How long where the exit code decides whether it is started again. */
const REAPED_AT_LAST_MS = 1000;

export interface EndListener {
  /** Called once. `null`: how it ended is not known. */
  gone(end: ProcessEnd | null): void;
  /** Called instead when the kernel can no longer report it. */
  lost(): void;
  /** Whether it is worth waiting for the exit code. Asked when the process has ended. */
  isPatient(): boolean;
}

/** Tells the ends of processes that are not our children. */
export interface EndWatch {
  /**
   * For a process that is held, as long as it is held. Returns what ends the watch, or `null` when this process cannot
   * be watched so.
   */
  add(identity: Identity, listener: EndListener): (() => void) | null;
  close(): Promise<void>;
}

/** The kernel's own way (pidfds in one epoll); `null` where there is none. */
export function openEndWatch(options: {
  native: Native;
  holds: ProcessHolds;
  deadlines: Deadlines;
}): EndWatch | null {
  const { native, holds, deadlines } = options;
  const { readEnd } = native;
  const listeners = new Set<EndListener>();
  const watch = native.watchExits(() => {
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener.lost();
  });
  if (watch === null) return null;
  return {
    add(identity, listener) {
      const pidfd = holds.descriptorOf(identity);
      if (pidfd === null) return null;
      const release = () => {
        listeners.delete(listener);
        remove?.();
      };
      const tell = () => {
        if (!listeners.has(listener)) return;
        const end = readEnd?.(pidfd) ?? null;
        release();
        listener.gone(end);
      };
      const remove = watched(watch, pidfd, {
        ended: () => {
          if (readEnd === null) tell();
          else deadlines.after(listener.isPatient() ? REAPED_AT_LAST_MS : REAPED_WITHIN_MS, tell);
        },
        reaped: tell,
      });
      if (remove === null) return null;
      listeners.add(listener);
      return () => {
        if (listeners.has(listener)) release();
      };
    },
    close: () => watch.close(),
  };
}

function watched(watch: ExitWatch, pidfd: number, listener: Parameters<ExitWatch['add']>[1]) {
  try {
    return watch.add(pidfd, listener);
  } catch {
    // No descriptor, no thread or no memory for it: looking takes none of them.
    return null;
  }
}
