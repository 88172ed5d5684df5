import type { LibC } from '../library/libc.ts';

const EFD_CLOEXEC = 0x80000;

/** A descriptor that this process can make readable (eventfd(2)), which ends a wait in another thread. */
export interface WakeDescriptor {
  readonly descriptor: number;
  wake(): void;
}

export function openWakeDescriptor(libc: LibC): WakeDescriptor {
  const eventfd = libc.bind<(initial: number, flags: number) => number>(
    'int eventfd(unsigned int initial, int flags)',
  );
  const write = libc.bind<(descriptor: number, bytes: Buffer, length: number) => number>(
    'long write(int descriptor, const void *bytes, unsigned long length)',
  );
  const descriptor = eventfd(0, EFD_CLOEXEC);
  if (descriptor < 0) throw libc.lastError('eventfd');
  const one = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  return { descriptor, wake: () => void write(descriptor, one, one.length) };
}
