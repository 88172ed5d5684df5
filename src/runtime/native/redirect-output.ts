import { tmpdir } from 'node:os';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { openLibC } from './library/libc.ts';
import { openDescriptors } from './process/descriptor.ts';

/**
 * Points descriptor 1 at standard error, for whatever writes to it without asking a stream: children, `fs.writeSync`.
 * Nothing happens where native calls are missing.
 *
 * @returns undoes it
 */
export function redirectOutput(): () => void {
  try {
    const libc = openLibC(loadKoffi([tmpdir()]).koffi);
    const { close, closeOnExec } = openDescriptors(libc);
    const dup = libc.bind<(descriptor: number) => number>('int dup(int descriptor)');
    const dup2 = libc.bind<(from: number, to: number) => number>('int dup2(int from, int to)');
    const kept = dup(1);
    if (kept < 0) return () => {};
    closeOnExec(kept);
    dup2(2, 1);
    return () => {
      dup2(kept, 1);
      close(kept);
    };
  } catch (error) {
    if (error instanceof NoNativeCalls) return () => {};
    throw error;
  }
}
