/** From when to when calls count, in milliseconds of the wall clock. */
export interface Window {
  fromMs: number;
  toMs: number;
}

const LINE = /^(\d+) +(\d+\.\d+) (\w+)\(/;

/**
 * Not counted: how often threads wake each other and wait, which depends on the load; what the runtimes' own
 * memory and signal handling does; and what a fork does to reset signals, which is no work of ours.
 */
const CHANCE = new Set([
  'futex',
  'madvise',
  'mmap',
  'munmap',
  'mprotect',
  'sched_yield',
  'restart_syscall',
  'epoll_wait',
  'epoll_pwait',
  'epoll_pwait2',
  'rt_sigaction',
  'rt_sigprocmask',
  'rt_sigreturn',
  'rt_sigsuspend',
  'rt_sigtimedwait',
  'tgkill',
  'clock_nanosleep',
  'nanosleep',
  'poll',
]);

/**
 * Counts the system calls in the output of `strace -f -ttt` of a program and its threads. Of the processes it starts
 * only what is done before they become another program.
 */
export function countCalls(trace: string, window: Window): number {
  const others = new Set<string>();
  let isFirst = true;
  let calls = 0;
  for (const line of trace.split('\n')) {
    const [, thread = '', seconds, name = ''] = LINE.exec(line) ?? [];
    if (others.has(thread) || seconds === undefined) continue;
    if (name === 'execve') {
      // The first is that of the program itself.
      if (!isFirst) others.add(thread);
      isFirst = false;
      continue;
    }
    const timeMs = 1000 * Number(seconds);
    if (timeMs < window.fromMs || timeMs > window.toMs || CHANCE.has(name)) continue;
    calls += 1;
  }
  return calls;
}
