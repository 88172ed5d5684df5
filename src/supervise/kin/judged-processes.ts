import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import { machineUptimeMs, TICK_MS } from '../../runtime/proc/uptime.ts';
import type { Users } from './token-origins.ts';

/** Who has been running for so long has passed the exec that gave it its environment. */
const SETTLED_MS = 2000;

/**
 * What earlier searches have found out about processes, so that one does not read the environments of a thousand
 * strangers for every app that ends. A process gets its token by the exec with which OPM starts it, or by a fork from one
 * that has it: whoever bears none, once it has passed its exec, will bear none.
 *
 * Kept by PID alone, since every look at a process costs as much as what is saved. So all is forgotten before a PID can
 * have been given out again: the kernel gives them out in turn, and counts.
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
