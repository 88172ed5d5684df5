import type { LibC } from '../library/libc.ts';

const EPOLL_CLOEXEC = 0x80000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLLIN = 0x1;
const EPOLLHUP = 0x10;
const EPOLLET = 0x80000000;

/** `struct epoll_event` is packed on x86 only; the key is the lower half of its data. */
const EVENT = process.arch === 'x64' ? { bytes: 12, keyAt: 4 } : { bytes: 16, keyAt: 8 };

/** One event found in a set of descriptors, as returned by {@link Epoll.wait}. */
export interface Readiness {
  /** The key under which the descriptor was added. */
  key: number;
  /** For a pidfd: the process was also reaped, and has not merely ended. */
  hungUp: boolean;
}

/** A set of descriptors that a thread can wait on (epoll(7)). Each change is reported once. */
export interface Epoll {
  readonly descriptor: number;
  /** @param key a whole number below 2^32 */
  add(descriptor: number, key: number): void;
  remove(descriptor: number): void;
}

export function openEpoll(libc: LibC): Epoll {
  const create = libc.bind<(flags: number) => number>('int epoll_create1(int flags)');
  const control = libc.bind<(set: number, operation: number, descriptor: number, event: Buffer) => number>(
    'int epoll_ctl(int set, int operation, int descriptor, void *event)',
  );
  const set = create(EPOLL_CLOEXEC);
  if (set < 0) throw libc.lastError('epoll_create1');
  return {
    descriptor: set,
    add(descriptor, key) {
      const event = Buffer.alloc(EVENT.bytes);
      event.writeUInt32LE((EPOLLIN | EPOLLET) >>> 0, 0);
      event.writeUInt32LE(key, EVENT.keyAt);
      if (control(set, EPOLL_CTL_ADD, descriptor, event) < 0) throw libc.lastError('epoll_ctl');
    },
    remove: (descriptor) => void control(set, EPOLL_CTL_DEL, descriptor, Buffer.alloc(EVENT.bytes)),
  };
}

/** Blocks for as long as it takes, and with it the calling thread. Any thread may wait for any set. */
export function epollWaiter(libc: LibC): (set: number) => Readiness[] {
  const AT_ONCE = 256;
  const wait = libc.bind<(set: number, events: Buffer, most: number, timeoutMs: number) => number>(
    'int epoll_wait(int set, void *events, int most, int timeoutMs)',
  );
  const events = Buffer.alloc(EVENT.bytes * AT_ONCE);
  return (set) => {
    const count = wait(set, events, AT_ONCE, -1);
    if (count >= 0) return Array.from({ length: count }, (_, index) => readinessAt(events, index));
    const error = libc.lastError('epoll_wait');
    if (error.code === 'EINTR') return [];
    throw error;
  };
}

function readinessAt(events: Buffer, index: number): Readiness {
  const at = index * EVENT.bytes;
  return {
    key: events.readUInt32LE(at + EVENT.keyAt),
    hungUp: (events.readUInt32LE(at) & EPOLLHUP) !== 0,
  };
}
