import { readdirSync, readFileSync } from 'node:fs';
import { systemErrorCode } from '../../../errors.ts';
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

/** A process or a thread that has ended. */
const GONE = new Set(['ENOENT', 'ESRCH', 'EACCES']);

/** Makes this process the parent of what its children leave behind (PR_SET_CHILD_SUBREAPER, prctl(2)). */
export interface Subreaper {
  /** From here on, orphaned descendants become its children. PID 1 of a namespace gets them anyway. */
  become(): void;
  /** PIDs of the main thread's children, including zombies. Orphans become that, whoever started them. */
  children(): number[];
  /** PIDs of the children of another process, whichever of its threads started them. None when it is gone. */
  childrenOf(pid: number): number[];
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
      // A list that changes while it is read may lack a process that is on it: two readings must agree.
      for (let before = readFileSync(list, 'latin1'); ; ) {
        const text = readFileSync(list, 'latin1');
        if (text === before) return pidsIn(text);
        before = text;
      }
    },
    childrenOf(pid) {
      const folder = `/proc/${pid}/task`;
      try {
        return readdirSync(folder).flatMap((thread) =>
          pidsIn(readFileSync(`${folder}/${thread}/children`, 'latin1')),
        );
      } catch (error) {
        // It exits, or one of its threads does: its children fall to another thread, or to this process.
        if (GONE.has(systemErrorCode(error) ?? '')) return [];
        throw error;
      }
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

function pidsIn(text: string): number[] {
  const pids = text.trim();
  return pids === '' ? [] : pids.split(' ').map(Number);
}
