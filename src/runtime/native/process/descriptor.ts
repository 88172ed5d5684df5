import type { LibC } from '../library/libc.ts';

const F_SETFD = 2;
const FD_CLOEXEC = 1;

/** Operations on descriptors that came from native calls: the runtime's own functions need not know them. */
export interface Descriptors {
  close(descriptor: number): void;
  /** Keeps it from the programs that children execute. */
  closeOnExec(descriptor: number): void;
}

export function openDescriptors(libc: LibC): Descriptors {
  const close = libc.bind<(descriptor: number) => number>('int close(int descriptor)');
  const fcntl = libc.bind<(descriptor: number, command: number, type: 'int', value: number) => number>(
    'int fcntl(int descriptor, int command, ...)',
  );
  return {
    close: (descriptor) => void close(descriptor),
    closeOnExec: (descriptor) => void fcntl(descriptor, F_SETFD, 'int', FD_CLOEXEC),
  };
}
