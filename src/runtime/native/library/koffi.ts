import { readFileSync } from 'node:fs';
import { messageOf } from '../../../errors.ts';
import { koffiFile } from './koffi-file.ts';
import { unpackPrivately } from './unpack-privately.ts';

/** The part of koffi (https://koffi.dev) that is used: only its binary, since its JavaScript merely locates that. */
export interface Koffi {
  load(library: string): { func(declaration: string): unknown };
  /** `errno` as left by this thread's last call. */
  errno(): number;
  /** The address of the bytes, for a structure that points to them. They must not be garbage-collected meanwhile. */
  address(bytes: Buffer): bigint | number;
}

/** Native calls cannot be made here; the message says why. */
export class NoNativeCalls extends Error {
  override readonly name = 'NoNativeCalls';
}

/** The library, and the file it was loaded from: other threads of this process load it from there. */
export interface LoadedKoffi {
  koffi: Koffi;
  file: string;
}

/**
 * Loads the library for native calls into this thread. It takes 5 to 30 ms, which is why no client command does it.
 *
 * An executable embeds it and unpacks it into the first of `folders` that may hold programs. Bun would do that by
 * itself, but it leaves the file in the temporary folder, under a name that anyone can guess (1.4.5).
 *
 * @throws NoNativeCalls when there is no binary for this machine, or none of the folders may hold one
 */
export function loadKoffi(folders: readonly string[]): LoadedKoffi {
  const found = koffiFile();
  if (found === null) {
    throw new NoNativeCalls(`there is no koffi for ${process.platform}-${process.arch} beside OPM`);
  }
  if (!found.embedded) return openKoffi(found.path);
  const bytes = readFileSync(found.path);
  let failure: unknown = new Error('no folder to unpack koffi into');
  for (const folder of folders) {
    try {
      return unpackPrivately(bytes, folder, openKoffi);
    } catch (error) {
      failure = error;
    }
  }
  throw failure instanceof NoNativeCalls
    ? failure
    : new NoNativeCalls(`koffi cannot be unpacked: ${messageOf(failure)}`, { cause: failure });
}

/** Like {@link loadKoffi}, from the file that another thread of this process loaded it from. */
export function openKoffi(file: string): LoadedKoffi {
  const addon: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(addon, file);
    return { koffi: addon.exports as Koffi, file };
  } catch (error) {
    throw new NoNativeCalls(`koffi cannot be loaded: ${messageOf(error)}`, { cause: error });
  }
}
