import { constants } from 'node:os';
import type { LibC } from '../library/libc.ts';

/** Numbers of system calls, the same on every architecture since they are newer than Linux 5. */
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;
const SYS_PIDFD_GETFD = 438;
/** Linux 6.9. */
const PIDFD_SIGNAL_PROCESS_GROUP = 4;

type Syscall = (number: number, a: number, b: number, c: number | null, d: number) => number;

/**
 * Process descriptors (pidfd_open(2)). Such a descriptor refers to one process forever: even after that has ended and
 * its PID was reused, the descriptor still refers to the original process.
 *
 * Failures are thrown in the form of Node's system errors, with their `code`.
 */
export interface Pidfds {
  /** @throws `ESRCH` when there is no such process, `EMFILE` when no descriptor is left */
  open(pid: number): number;
  /**
   * Sends a signal to the process, or to the process group whose leader it is (or was, while the group has members).
   *
   * @throws `ESRCH` when it has ended and was reaped, `EPERM` when this user may not, `EINVAL` for a group before
   * Linux 6.9
   */
  signal(pidfd: number, signal: NodeJS.Signals | 0, target: 'process' | 'group'): void;
  /** A copy of a descriptor that the process holds. @throws `EPERM` when this user may not trace it */
  copyDescriptor(pidfd: number, descriptor: number): number;
}

export function openPidfds(libc: LibC): Pidfds {
  const syscall = libc.bind<Syscall>('long syscall(long number, long a, long b, void *c, long d)');
  const checked = (name: string, ...args: Parameters<Syscall>): number => {
    const result = Number(syscall(...args));
    if (result < 0) throw libc.lastError(name);
    return result;
  };
  return {
    open: (pid) => checked('pidfd_open', SYS_PIDFD_OPEN, pid, 0, null, 0),
    signal(pidfd, signal, target) {
      const number = signal === 0 ? 0 : constants.signals[signal];
      const flags = target === 'group' ? PIDFD_SIGNAL_PROCESS_GROUP : 0;
      checked('pidfd_send_signal', SYS_PIDFD_SEND_SIGNAL, pidfd, number, null, flags);
    },
    copyDescriptor: (pidfd, descriptor) =>
      checked('pidfd_getfd', SYS_PIDFD_GETFD, pidfd, descriptor, null, 0),
  };
}
