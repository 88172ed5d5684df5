import { readdirSync } from 'node:fs';

const F_SETFD = 2;
const FD_CLOEXEC = 1;

interface DenoFfi {
  dlopen(
    file: string,
    symbols: Record<string, { parameters: string[]; result: string }>,
  ): { symbols: { fcntl(fd: number, command: number, value: number): number } };
}

type Fcntl = (fd: number, command: number, value: number) => number;

/** `null`: it cannot be had. */
let fcntl: Fcntl | null | undefined;

/**
 * Keeps this process's descriptors from its children: to be called right before each spawn. Node and Bun open
 * everything that way. Deno does not (measured with 2.9.5: the listening socket and more come through), and an app
 * that holds the daemon's socket would keep it answering after the daemon's death and could take its connections.
 *
 * Without the permission for foreign functions (`--allow-ffi`) nothing can be done, and `false` is returned.
 */
export function keepDescriptorsFromChildren(): boolean {
  if (process.versions.deno === undefined) return true;
  if (fcntl === undefined) fcntl = loadFcntl();
  if (fcntl === null) return false;
  for (const name of readdirSync(process.platform === 'darwin' ? '/dev/fd' : '/proc/self/fd')) {
    const fd = Number(name);
    if (fd > 2) fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  return true;
}

function loadFcntl(): Fcntl | null {
  const { Deno } = globalThis as unknown as { Deno: DenoFfi };
  const library = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6';
  try {
    const { symbols } = Deno.dlopen(library, {
      // The third argument is variadic in C; on the platforms that are supported it is passed like any other.
      fcntl: { parameters: ['i32', 'i32', 'i32'], result: 'i32' },
    });
    return (fd, command, value) => symbols.fcntl(fd, command, value);
  } catch {
    return null;
  }
}
