import type { LibC } from '../library/libc.ts';
import { endOf, type ProcessEnd } from './wait-status.ts';

/** `_IOWR(0xFF, 11, struct pidfd_info)`, with the original 64 bytes of the struct (Linux 6.13). */
const PIDFD_GET_INFO = 0xc040ff0b;
const INFO_BYTES = 64;
const MASK_PID = 1n;
/** Linux 6.15. */
const MASK_EXIT = 8n;
const EXIT_CODE_AT = 60;

/**
 * How the process of a pidfd ended, even if it was not a child of this process. `null` before its parent has reaped
 * it.
 *
 * @throws the system's error where the kernel does not report it (before Linux 6.15)
 */
export type ReadEnd = (pidfd: number) => ProcessEnd | null;

export function openExitInfo(libc: LibC): ReadEnd {
  const ioctl = libc.bind<(descriptor: number, request: number, argument: Buffer) => number>(
    'int ioctl(int descriptor, unsigned long request, void *argument)',
  );
  return (pidfd) => {
    const info = Buffer.alloc(INFO_BYTES);
    info.writeBigUInt64LE(MASK_PID | MASK_EXIT);
    if (ioctl(pidfd, PIDFD_GET_INFO, info) < 0) throw libc.lastError('ioctl(PIDFD_GET_INFO)');
    const isKnown = (info.readBigUInt64LE() & MASK_EXIT) !== 0n;
    return isKnown ? endOf(info.readInt32LE(EXIT_CODE_AT)) : null;
  };
}
