import { OpmError } from '../../errors.ts';

/**
 * Everything OPM asks the operating system about processes goes through this interface, so that what is Linux-only
 * stays behind it. Linux reads `/proc`; macOS asks `ps` and states what it cannot promise.
 */

/**
 * What makes a process that process and no other. A PID alone identifies nothing: it gets reused. `startTicks` is
 * field 22 of `/proc/PID/stat`, in clock ticks (10 ms) since boot, as it is outside of every time namespace.
 */
export interface Identity {
  bootId: string;
  pidNamespace: string;
  pid: number;
  startTicks: number;
}

/** One reading of `/proc/PID/stat`. Times in clock ticks of 10 ms. */
export interface ProcessStat {
  pid: number;
  comm: string;
  /** One letter: R, S, D, T, t, Z, X, I … A `Z` or `X` is dead. */
  state: string;
  ppid: number;
  processGroup: number;
  session: number;
  userTicks: number;
  systemTicks: number;
  /** Threads that have not ended. If the first thread ended before the others, a live process looks like `Z`. */
  threads: number;
  startTicks: number;
  /** The same as this process's time namespace shows it, if it moves the clock: what OPM 0.1 wrote down. */
  shiftedStartTicks?: number;
  rssBytes: number;
}

/** `unverifiable`: another PID namespace, or `/proc` that cannot be read. Never signal such a process. */
export type Liveness = 'alive' | 'dead' | 'unverifiable';

/** Where something may listen. */
export type Endpoint = { address: string; port: number } | { path: string };

export interface ProcessTable {
  readonly platform: 'linux' | 'darwin';
  /** Identifies this boot of the machine; changes with every boot. */
  bootId(): string;
  /** Identifies the PID namespace of this process. */
  pidNamespace(): string;
  /** `null` when no process has that PID. Throws only when `/proc` itself is unusable. */
  stat(pid: number): ProcessStat | null;
  /** Every PID visible from here. */
  pids(): number[];
  /**
   * The values of variables in the environment that a process was started with, of which the first 128 KiB are looked
   * at; `null` for one that is not there. `hidden`: there is no such process, or this user may not see it. `unready`:
   * it is in the middle of an `exec` or about to exit, so look again.
   *
   * Ask it only about processes of trusted users: this reads a process's own memory, and a user can make that take
   * forever (with a file on a file system of its own).
   */
  environment(pid: number, names: readonly string[]): (string | null)[] | 'hidden' | 'unready';
  /** As {@link environment}, for one variable; `null` when absent or not shown. */
  environmentValue(pid: number, name: string): string | null;
  /**
   * The beginning of the command line as one printable string, for messages; `null` when there is none. As with
   * {@link environment}, only to be asked about processes of users that are trusted.
   */
  commandLine(pid: number): string | null;
  /**
   * How many processes and threads this machine has started, and at least how many more it takes before a PID is
   * reused. `null`: this system does not tell.
   */
  turnover(): { forks: number; forksUntilReuse: number } | null;
  /** The user it runs as (effective id); `null` when it is gone. */
  userId(pid: number): number | null;
  /** Identifies the PID namespace of a process; `null` when it is gone or not for this user to look at. */
  pidNamespaceOf(pid: number): string | null;
  /** Paths of the files that its standard output and standard error go to, as far as they are files and shown. */
  outputs(pid: number): string[];
  /** PID of the process that listens on a TCP port, if it can be found out. */
  portHolder(port: number): number | null;
  /**
   * The sockets, by their inode, at which a connection to an address of this machine arrives; empty: none is to be seen.
   * `null`: this system does not tell.
   */
  listenersAt(endpoint: Endpoint): ReadonlySet<string> | null;
  /** Whether a process holds one of these sockets, as far as this user may see. */
  holdsSocket(pid: number, inodes: ReadonlySet<string>): boolean;
}

/** The identity of the live process with this PID, or `null` when there is none (a zombie does not count). */
export function identityOf(table: ProcessTable, pid: number): Identity | null {
  const stat = table.stat(pid);
  if (stat === null || hasEnded(stat)) return null;
  return {
    bootId: table.bootId(),
    pidNamespace: table.pidNamespace(),
    pid,
    startTicks: stat.startTicks,
  };
}

/** Whether the very process identified by `identity` is alive now. PID 1 is never one that OPM started. */
export function livenessOf(table: ProcessTable, identity: Identity): Liveness {
  const liveness = anyLivenessOf(table, identity);
  return identity.pid === 1 && liveness === 'alive' ? 'dead' : liveness;
}

/** Like {@link livenessOf}, for a process that may be PID 1 of its namespace, as the daemon of a container is. */
export function anyLivenessOf(table: ProcessTable, identity: Identity): Liveness {
  if (identity.bootId !== table.bootId()) return 'dead';
  if (identity.pidNamespace !== table.pidNamespace()) return 'unverifiable';
  const { pid, startTicks } = identity;
  if (!Number.isSafeInteger(pid) || pid < 1) return 'dead';
  try {
    let stat = table.stat(pid);
    if (stat === null && table.userId(pid) !== null) {
      // Either it was created between the two readings, or it exists and is hidden from us (`hidepid=1`).
      stat = table.stat(pid);
      if (stat === null && table.userId(pid) !== null) return 'unverifiable';
    }
    const isSame = stat?.startTicks === startTicks || stat?.shiftedStartTicks === startTicks;
    return stat !== null && isSame && !hasEnded(stat) ? 'alive' : 'dead';
  } catch (error) {
    if (error instanceof OpmError) return 'unverifiable';
    throw error;
  }
}

/**
 * A zombie has ended; only its parent has not reaped it yet. But the state is that of the first thread: if it ends
 * before the others (`pthread_exit` in `main`), the process keeps working and still shows `Z`.
 */
export function hasEnded(stat: ProcessStat): boolean {
  return isDeadState(stat.state) && !(stat.state === 'Z' && stat.threads > 1);
}

/** The states of a thread that has ended; see {@link hasEnded} for processes. */
export function isDeadState(state: string): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}
