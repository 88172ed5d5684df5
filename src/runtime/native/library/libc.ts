import { constants } from 'node:os';
import { type Koffi, NoNativeCalls } from './koffi.ts';

/** Names of the C library: glibc, musl, macOS. The first that can be opened is used. */
export const C_LIBRARIES: readonly string[] =
  process.platform === 'darwin'
    ? ['libSystem.B.dylib']
    : ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`];

/** The C library of this machine. Each module here declares the functions that it calls. */
export interface LibC {
  /** A function by its C declaration. @throws Error when the library has no function of that name */
  bind<Signature>(declaration: string): Signature;
  /**
   * The error left by this thread's last call, in the form of Node's system errors: `code` is its name. Ask right
   * after the call.
   */
  lastError(call: string): NodeJS.ErrnoException;
}

/** @throws NoNativeCalls when no C library can be opened */
export function openLibC(koffi: Koffi): LibC {
  for (const name of C_LIBRARIES) {
    try {
      const library = koffi.load(name);
      return {
        bind: <Signature>(declaration: string) => library.func(declaration) as Signature,
        lastError: (call) => systemError(call, koffi.errno()),
      };
    } catch {
      // Another C library.
    }
  }
  throw new NoNativeCalls(`no C library can be opened (${C_LIBRARIES.join(', ')})`);
}

function systemError(syscall: string, errno: number): NodeJS.ErrnoException {
  const code = errorNames().get(errno) ?? `E${errno}`;
  return Object.assign(new Error(`${code}: ${syscall} failed`), { code, errno: -errno, syscall });
}

let names: Map<number, string> | undefined;

function errorNames(): Map<number, string> {
  names ??= new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));
  return names;
}
