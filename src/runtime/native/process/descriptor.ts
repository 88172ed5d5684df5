import type { LibC } from '../library/libc.ts';

const F_SETFD = 2;
const FD_CLOEXEC = 1;
/** From sys/resource.h, on Linux. */
const RLIMIT_NOFILE = 7;

/** Operations on descriptors that came from native calls: the runtime's own functions need not know them. */
export interface Descriptors {
  close(descriptor: number): void;
  /** Keeps it from the programs that children execute. */
  closeOnExec(descriptor: number): void;
  /** How many this process may have open, as of now (RLIMIT_NOFILE, the soft one). */
  limit(): number;
}

export function openDescriptors(libc: LibC): Descriptors {
  const close = libc.bind<(descriptor: number) => number>('int close(int descriptor)');
  const fcntl = libc.bind<(descriptor: number, command: number, type: 'int', value: number) => number>(
    'int fcntl(int descriptor, int command, ...)',
  );
  const getrlimit = libc.bind<(resource: number, limits: Buffer) => number>(
    'int getrlimit(int resource, void *limits)',
  );
  return {
    close: (descriptor) => void close(descriptor),
    closeOnExec: (descriptor) => void fcntl(descriptor, F_SETFD, 'int', FD_CLOEXEC),
    limit() {
      const limits = Buffer.alloc(16);
      if (getrlimit(RLIMIT_NOFILE, limits) < 0) throw libc.lastError('getrlimit');
      return Number(limits.readBigUInt64LE());
    },
  };
}
