import { hasEnded, type ProcessStat, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { TOKEN_VARIABLE } from '../kin/bearer-walk.ts';
import type { Users } from '../kin/token-origins.ts';
import type { Descent } from './descent.ts';
import type { Orphans } from './orphans.ts';

/** A process that lost its parent, or descends from one that did. */
interface Judged {
  stat: ProcessStat;
  hasEnded: boolean;
  /** `null`: it bears none, has ended, or its environment is not for this user to look at. */
  token: string | null;
}

/**
 * Assigns orphans to starts. The kernel's lists of children are complete, but they are read one after the other and
 * processes move meanwhile: so this looks again until a look finds the same processes as the one before, unchanged and
 * all with an answer. A process that exits during a look may leave a child where the look has already passed.
 */
export class OrphanWalk {
  readonly #table: ProcessTable;
  readonly #orphans: Orphans;
  readonly #claims: { has(pid: number): boolean };
  readonly #users: Users;
  #judged = new Map<number, Judged>();

  /**
   * @param options.claims PIDs of live claims: what is below them has its parent
   * @param options.users whose environments are read
   */
  constructor(options: {
    table: ProcessTable;
    orphans: Orphans;
    claims: { has(pid: number): boolean };
    users: Users;
  }) {
    this.#table = options.table;
    this.#orphans = options.orphans;
    this.#claims = options.claims;
    this.#users = options.users;
  }

  /**
   * Looks once more. True when that was the last look that is needed.
   *
   * @param options.passEnded whether to skip those that had ended at the previous look. If one was reaped since, its
   * PID may belong to another process: so only within one turn
   * @throws OpmError without the means to look
   */
  look({ passEnded }: { passEnded: boolean } = { passEnded: false }): boolean {
    const before = this.#judged;
    const now = new Map<number, Judged>();
    let isSettled = true;
    // Parents come before their children, and this order is kept.
    if (passEnded) for (const [pid, known] of before) if (known.hasEnded) now.set(pid, known);
    const skip = passEnded ? { has: (pid: number) => now.has(pid) || this.#claims.has(pid) } : this.#claims;
    for (const [pid, stat] of this.#orphans.look(skip)) {
      const known = before.get(pid);
      if (stat === null || known?.stat.startTicks !== stat.startTicks || known.hasEnded !== hasEnded(stat)) {
        isSettled = false;
        if (stat !== null) this.#judge(now, stat);
      } else now.set(pid, { ...known, stat });
    }
    for (const pid of before.keys()) if (!now.has(pid)) isSettled = false;
    this.#judged = now;
    return isSettled;
  }

  /**
   * The live descendants of each start: they carry its token, or are in the session or the group of its leader, were
   * seen to descend from it, or descend from one of these. They are remembered as kin, so that they stay known when
   * their parent exits.
   */
  sort(descents: readonly Descent[]): Map<Descent, number[]> {
    const sorted = new Map<Descent, number[]>(descents.map((descent) => [descent, []]));
    const byToken = new Map(descents.map((descent) => [descent.token, descent]));
    const bySession = new Map<number, Descent>();
    const byKin = new Map<string, Descent>();
    for (const descent of descents) {
      if (descent.identity !== null && this.#hasSession(descent.identity)) {
        bySession.set(descent.identity.pid, descent);
      }
      for (const [pid, startTicks] of descent.kin) byKin.set(`${pid} ${startTicks}`, descent);
    }
    const owners = new Map<number, Descent>();
    for (const [pid, { stat, hasEnded, token }] of this.#judged) {
      if (hasEnded) continue;
      // A process with another token comes from another start.
      const owner =
        token !== null
          ? byToken.get(token)
          : (bySession.get(stat.session) ??
            bySession.get(stat.processGroup) ??
            byKin.get(`${pid} ${stat.startTicks}`) ??
            owners.get(stat.ppid));
      if (owner === undefined) continue;
      owners.set(pid, owner);
      owner.kin.set(pid, stat.startTicks);
      sorted.get(owner)?.push(pid);
    }
    return sorted;
  }

  /** Without an answer it is not judged, so the next look finds it as new. */
  #judge(judged: Map<number, Judged>, stat: ProcessStat): void {
    const isOver = hasEnded(stat);
    const token = isOver ? null : this.#tokenOf(stat.pid);
    if (token !== 'unready') judged.set(stat.pid, { stat, hasEnded: isOver, token });
  }

  #tokenOf(pid: number): string | null | 'unready' {
    const user = this.#table.userId(pid);
    if (user === null || !this.#users.has(user)) return null;
    const answer = this.#table.environment(pid, [TOKEN_VARIABLE]);
    if (answer === 'unready') return answer;
    return answer === 'hidden' ? null : answer[0] || null;
  }

  /** A PID is not given out again while a session has that number. Once it was, the session is another one. */
  #hasSession({ pid, startTicks }: { pid: number; startTicks: number }): boolean {
    const stat = this.#table.stat(pid);
    return stat === null || stat.startTicks === startTicks;
  }
}
