import type { ProcessStat, ProcessTable } from '../../runtime/proc/process-table.ts';
import { machineUptimeMs, TICK_MS } from '../../runtime/proc/uptime.ts';
import type { Users } from './token-origins.ts';

/** A process that has been running for this long is past the exec that gave it its environment. */
const SETTLED_MS = 2000;

interface Judgement {
  /** The token it bears, `''` for none, or the user it runs as if that is nobody whom an app may run as. */
  mark: string | number;
  /** A session is entered by a fork alone, and left only for a new one. */
  session: number;
}

/**
 * What earlier searches found out about processes, so that the environments of a thousand foreign processes are not
 * read for every app that exits. A process gets its token by the exec with which OPM starts it, or by a fork from one
 * that has it: a process without one that is past its exec will never have one.
 *
 * Kept by PID alone, since every look at a process costs as much as what is saved. So everything is forgotten before a
 * PID can have been reused: the kernel hands them out in turn, and counts.
 */
export class JudgedProcesses {
  readonly #table: ProcessTable;
  readonly #byPid = new Map<number, Judgement>();
  #sinceForks = 0;
  #isKept = false;

  constructor(table: ProcessTable) {
    this.#table = table;
  }

  /** Call it before each search. */
  begin(): void {
    const turnover = this.#table.turnover();
    this.#isKept = turnover !== null;
    if (turnover !== null && turnover.forks - this.#sinceForks < turnover.forksUntilReuse) return;
    this.#byPid.clear();
    this.#sinceForks = turnover?.forks ?? 0;
  }

  /** Whether a process is in none of these sessions, and bears none of these tokens or runs as none of these users. */
  isForeign(
    pid: number,
    sought: {
      tokens: { has(token: string): boolean };
      users: Users;
      sessions?: { has(session: number): boolean };
    },
  ): boolean {
    const known = this.#byPid.get(pid);
    if (known === undefined || sought.sessions?.has(known.session)) return false;
    return typeof known.mark === 'string' ? !sought.tokens.has(known.mark) : !sought.users.has(known.mark);
  }

  /** @param mark its token, or the user it runs as */
  remember({ pid, ppid, session, startTicks }: ProcessStat, mark: string | number): void {
    // A child of this daemon may be about to become an app.
    if (!this.#isKept || ppid === process.pid) return;
    if (machineUptimeMs() - startTicks * TICK_MS < SETTLED_MS) return;
    this.#byPid.set(pid, { mark, session });
  }
}
