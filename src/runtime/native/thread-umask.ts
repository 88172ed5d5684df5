import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { openLibC } from './library/libc.ts';

/** From linux/sched.h: a thread with an umask, a root and a current folder of its own. */
const CLONE_FS = 0x200;

/** Sets the mask and returns the one before. */
export type SetUmask = (umask: number) => number;

/** `null`: it cannot be done here. */
let own: SetUmask | null | undefined;

/**
 * A file mode mask for this thread alone, which its children inherit; the rest of the process keeps its own. `null`
 * where that cannot be done: without native calls, outside of Linux, and in containers whose seccomp profile refuses
 * `unshare`, as Docker's does.
 *
 * @param folders where an executable may unpack the library, see `loadKoffi`
 */
export function threadUmask(folders: readonly string[]): SetUmask | null {
  if (own === undefined) own = openThreadUmask(folders);
  return own;
}

function openThreadUmask(folders: readonly string[]): SetUmask | null {
  if (process.platform !== 'linux' || process.env.OPM_TEST_NATIVE_OFF === 'all') return null;
  try {
    const libc = openLibC(loadKoffi(folders).koffi);
    const unshare = libc.bind<(flags: number) => number>('int unshare(int flags)');
    if (unshare(CLONE_FS) !== 0) return null;
    return libc.bind<SetUmask>('unsigned int umask(unsigned int mask)');
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}
