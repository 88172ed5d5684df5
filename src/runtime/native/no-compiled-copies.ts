import { COPIES_VARIABLE } from '../quirks/daemon-variables.ts';
import { C_LIBRARIES } from './library/libc.ts';

interface BunFfi {
  dlopen(
    library: string,
    symbols: { setenv: { args: string[]; returns: string } },
  ): { symbols: { setenv: (name: Buffer, value: Buffer, overwrite: number) => number } };
}

let done = false;

/**
 * Keeps Bun from writing compiled copies of big modules (50 KB and more) into `~/.bun`: OPM writes nothing outside
 * its home. Call it before a module is imported from disk. It does nothing on other runtimes.
 *
 * Bun asks the C library for the variable, which a change of `process.env` does not reach.
 */
export function keepNoCompiledCopies(): void {
  if (done || process.versions.bun === undefined || process.env[COPIES_VARIABLE] !== undefined) return;
  done = true;
  const ffi = process.getBuiltinModule('bun:ffi') as unknown as BunFfi;
  for (const library of C_LIBRARIES) {
    try {
      const { symbols } = ffi.dlopen(library, { setenv: { args: ['ptr', 'ptr', 'i32'], returns: 'i32' } });
      symbols.setenv(Buffer.from(`${COPIES_VARIABLE}\0`), Buffer.from('0\0'), 1);
      return;
    } catch {
      // Another C library, or no native calls. Then a copy is written: no reason to fail.
    }
  }
}
