import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { openLibC } from './library/libc.ts';
import { openDescriptors } from './process/descriptor.ts';

/** From fcntl.h, as `/proc` shows it: in octal. */
const O_CLOEXEC = 0o2000000;

/**
 * Closes what this process has inherited beyond its input and outputs: a lock file of the caller's shell would stay
 * locked for as long as this process lives. Call it first: what a runtime opens for itself is not inherited, except for
 * Deno's later files: that is how an inherited descriptor is recognised.
 *
 * Bun's children inherit nothing (1.4.5). Deno closes only what it has opened itself, so there it takes native calls.
 *
 * @param keep a descriptor that is meant for this process
 */
export function closeInheritedDescriptors(keep: number | null): void {
  if (process.platform !== 'linux') return;
  const inherited = readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && descriptor !== keep && isHandedOn(descriptor));
  if (inherited.length === 0) return;
  const close = process.versions.deno === undefined ? closeSync : nativeClose();
  for (const descriptor of inherited) close?.(descriptor);
}

function isHandedOn(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    // It was that of the listing.
    return false;
  }
}

function nativeClose(): ((descriptor: number) => void) | null {
  try {
    return openDescriptors(openLibC(loadKoffi([tmpdir()]).koffi)).close;
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}
