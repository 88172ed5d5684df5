/** Messages between the main thread and the spawner threads. Plain data: it crosses threads. */

import type { MessagePort } from 'node:worker_threads';

/** Processes to start in one go. */
export interface SpawnBatch {
  requests: SpawnRequest[];
  /**
   * Where a thread that has no port yet posts {@link ProcessEvent}s about its processes; other threads close it. Not
   * a BroadcastChannel: Deno's drops messages while 256 are waiting, and with them exits.
   */
  events: MessagePort;
}

/** One process to start. */
export interface SpawnRequest {
  /** Names the attempt everywhere: in the ledger, in `OPM_TOKEN`, in the exit event. */
  token: string;
  /** Absolute path of the executable. */
  file: string;
  /** Arguments after `argv[0]`. */
  args: string[];
  argv0: string;
  cwd: string;
  env: Record<string, string>;
  /** Words in front of the command, see `Attributes`. */
  wrapper: string[];
  credentials: { uid: number; gid: number } | null;
  /** The user that the log files belong to; `null`: the daemon's. */
  logOwner: number | null;
  /** `null`: the daemon's. */
  umask: number | null;
  out: string;
  err: string;
  /** A descriptor on which the process announces that it is ready by writing a newline. */
  readyFd: number | null;
}

export type SpawnResult = { token: string } & (
  | {
      ok: true;
      pid: number;
      /** `null`: it ended before its identity could be read. */
      startTicks: number | null;
      /** Sizes of the log files before it wrote anything, in bytes. */
      logOffsets: { out: number; err: number };
      threadId: number;
    }
  | { ok: false; code: string; message: string }
);

/** Posted by the thread that spawned a process, which keeps its handle. */
export type ProcessEvent =
  | { kind: 'exited'; token: string; code: number | null; signal: string | null }
  | { kind: 'fd-ready'; token: string };
