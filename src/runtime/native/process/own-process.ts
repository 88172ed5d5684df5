import type { LibC } from '../library/libc.ts';

/** From asm-generic/resource.h, the same on x64 and arm64. */
const RESOURCES = { core: 4, nofile: 7 } as const;
const SIG_SETMASK = 2;
/** Larger than any `sigset_t`. */
const SIGNAL_SET_BYTES = 128;

/** Changes to this process for which no runtime has a function. */
export interface OwnProcess {
  /** Sets soft and hard limit. @throws `EPERM` for a hard limit above the one before, without the right to that */
  setLimit(resource: keyof typeof RESOURCES, limit: { soft: bigint; hard: bigint }): void;
  /** Soft and hard limit; 2⁶⁴ − 1 is none. */
  limit(resource: keyof typeof RESOURCES): { soft: bigint; hard: bigint };
  /** Lets this thread receive every signal: a mask survives exec. */
  unblockSignals(): void;
}

export function openOwnProcess(libc: LibC): OwnProcess {
  const setrlimit = libc.bind<(resource: number, limit: Buffer) => number>(
    'int setrlimit(int resource, void *limit)',
  );
  const getrlimit = libc.bind<(resource: number, limit: Buffer) => number>(
    'int getrlimit(int resource, void *limit)',
  );
  const sigmask = libc.bind<(how: number, set: Buffer, old: null) => number>(
    'int pthread_sigmask(int how, void *set, void *old)',
  );
  return {
    setLimit(resource, { soft, hard }) {
      const buffer = Buffer.alloc(16);
      buffer.writeBigUInt64LE(soft);
      buffer.writeBigUInt64LE(hard, 8);
      if (setrlimit(RESOURCES[resource], buffer) < 0) throw libc.lastError('setrlimit');
    },
    limit(resource) {
      const buffer = Buffer.alloc(16);
      if (getrlimit(RESOURCES[resource], buffer) < 0) throw libc.lastError('getrlimit');
      return { soft: buffer.readBigUInt64LE(), hard: buffer.readBigUInt64LE(8) };
    },
    unblockSignals: () => void sigmask(SIG_SETMASK, Buffer.alloc(SIGNAL_SET_BYTES), null),
  };
}
