import { C_LIBRARIES } from './c-library.ts';

/** Takes the end of one child, without waiting: true when that child is gone. */
export type TakeEnd = (pid: number) => boolean;

type WaitPid = (pid: number, status: null, options: number) => number;

interface BunFfi {
  dlopen(
    library: string,
    symbols: { waitpid: { args: string[]; returns: string } },
  ): { symbols: { waitpid: WaitPid } };
}

interface DenoFfi {
  dlopen?(
    library: string,
    symbols: { waitpid: { parameters: string[]; result: string } },
  ): { symbols: { waitpid: WaitPid } };
}

const WNOHANG = 1;

/**
 * `waitpid(2)` where the runtime can call it: in Bun, and so in the executable, and in Deno. `null` elsewhere.
 *
 * To be called with the PID of one child and never with -1: the runtime waits for its own children.
 */
export function nativeWaitpid(): TakeEnd | null {
  for (const library of C_LIBRARIES) {
    const waitpid = open(library);
    if (waitpid !== null) return (pid) => waitpid(pid, null, WNOHANG) === pid;
  }
  return null;
}

function open(library: string): WaitPid | null {
  try {
    if (process.versions.bun !== undefined) {
      const ffi = process.getBuiltinModule('bun:ffi') as BunFfi;
      return ffi.dlopen(library, { waitpid: { args: ['i32', 'ptr', 'i32'], returns: 'i32' } }).symbols
        .waitpid;
    }
    const { Deno } = globalThis as unknown as { Deno?: DenoFfi };
    const parameters = ['i32', 'pointer', 'i32'];
    return Deno?.dlopen?.(library, { waitpid: { parameters, result: 'i32' } }).symbols.waitpid ?? null;
  } catch {
    // Another C library, or no permission for native calls.
    return null;
  }
}
