import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import { machineUptimeMs, TICK_MS } from '../../runtime/proc/uptime.ts';
import type { Users } from './token-origins.ts';

/** A process that has been running for this long is past the exec that gave it its environment. */
const SETTLED_MS = 2000;

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
  /** The token it bears, `''` for none, or the user it runs as if that is nobody's whom an app may run as. */
  readonly #byPid = new Map<number, string | number>();
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

  /** Whether a process bears none of these tokens, or runs as none of these users. */
  isForeign(
    pid: number,
    { tokens, users }: { tokens: { has(token: string): boolean }; users: Users },
  ): boolean {
    const known = this.#byPid.get(pid);
    if (known === undefined) return false;
    return typeof known === 'string' ? !tokens.has(known) : !users.has(known);
  }

  /** @param judgement its token, or the user it runs as */
  remember(pid: number, judgement: string | number): void {
    if (!this.#isKept) return;
    const stat = this.#table.stat(pid);
    // A child of this daemon may be about to become an app.
    if (stat === null || stat.ppid === process.pid) return;
    if (machineUptimeMs() - stat.startTicks * TICK_MS < SETTLED_MS) return;
    this.#byPid.set(pid, judgement);
  }
}
