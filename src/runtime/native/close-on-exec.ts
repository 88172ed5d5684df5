import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { type LibC, openLibC } from './library/libc.ts';
import { openDescriptors } from './process/descriptor.ts';

const SYS_CLOSE_RANGE = 436;
const CLOSE_RANGE_CLOEXEC = 4;
const HIGHEST = 0xffffffff;

/** `null`: it cannot be done here. */
let keep: (() => void) | null | undefined;

/**
 * Keeps this process's descriptors from its children; call it right before each spawn. Node and Bun open everything
 * that way. Deno does not (measured with 2.9.5: the listening socket and others leak through), and an app that holds
 * the daemon's socket would keep it answering after the daemon's death and could take its connections.
 *
 * Without native calls (`--allow-ffi`) nothing can be done, and it returns `false`.
 */
export function keepDescriptorsFromChildren(): boolean {
  if (process.versions.deno === undefined) return true;
  if (keep === undefined) keep = openKeep();
  keep?.();
  return keep !== null;
}

function openKeep(): (() => void) | null {
  try {
    const libc = openLibC(loadKoffi([tmpdir()]).koffi);
    return keepByRange(libc) ?? keepEach(libc);
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}

/** One call for all of them (Linux 5.11). */
function keepByRange(libc: LibC): (() => void) | null {
  if (process.platform !== 'linux') return null;
  const syscall = libc.bind<(number: number, first: number, last: number, flags: number) => number>(
    'long syscall(long number, unsigned int first, unsigned int last, unsigned int flags)',
  );
  const call = () => Number(syscall(SYS_CLOSE_RANGE, 3, HIGHEST, CLOSE_RANGE_CLOEXEC));
  return call() === 0 ? () => void call() : null;
}

function keepEach(libc: LibC): () => void {
  const { closeOnExec } = openDescriptors(libc);
  const folder = process.platform === 'darwin' ? '/dev/fd' : '/proc/self/fd';
  return () => {
    for (const name of readdirSync(folder)) if (Number(name) > 2) closeOnExec(Number(name));
  };
}
