import { readFileSync } from 'node:fs';
import type { LibC } from '../library/libc.ts';
import { type ProcessEnd, signalName } from './wait-status.ts';

const PR_SET_CHILD_SUBREAPER = 36;
const P_PID = 1;
const WNOHANG = 1;
const WEXITED = 4;
const CLD_EXITED = 1;

/** Offsets in `siginfo_t` of the fields for a child's exit, on 64 bit. */
const INFO_BYTES = 128;
const CODE_AT = 8;
const PID_AT = 16;
const STATUS_AT = 24;

/** Makes this process the parent of what its children leave behind (PR_SET_CHILD_SUBREAPER, prctl(2)). */
export interface Subreaper {
  /** From here on, orphaned descendants become its children. PID 1 of a namespace gets them anyway. */
  become(): void;
  /** PIDs of the main thread's children, including zombies. Orphans become that, whoever started them. */
  children(): number[];
  /** Reaps one child without waiting; `null` when it has not ended, or is not a child. */
  reap(pid: number): ProcessEnd | null;
}

/** @throws the system's error where the kernel does not list children (CONFIG_PROC_CHILDREN) */
export function openSubreaper(libc: LibC): Subreaper {
  const prctl = libc.bind<(option: number, a: number, b: number, c: number, d: number) => number>(
    'int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)',
  );
  const waitid = libc.bind<(type: number, pid: number, info: Buffer, options: number) => number>(
    'int waitid(int type, int pid, void *info, int options)',
  );
  const list = `/proc/self/task/${process.pid}/children`;
  readFileSync(list);
  return {
    become() {
      if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0) throw libc.lastError('prctl');
    },
    children() {
      const text = readFileSync(list, 'latin1').trim();
      return text === '' ? [] : text.split(' ').map(Number);
    },
    reap(pid) {
      const info = Buffer.alloc(INFO_BYTES);
      // With no child to reap it succeeds too, and reports no PID.
      if (waitid(P_PID, pid, info, WEXITED | WNOHANG) < 0 || info.readInt32LE(PID_AT) !== pid) return null;
      const status = info.readInt32LE(STATUS_AT);
      return info.readInt32LE(CODE_AT) === CLD_EXITED
        ? { code: status, signal: null }
        : { code: null, signal: signalName(status) };
    },
  };
}
