import { hasEnded, type ProcessStat, type ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Bearer } from './bearer-walk.ts';
import type { Origin } from './token-origins.ts';

/**
 * Those of `bearers` that came of the start that their token was made for. A token is copied with an environment, so it
 * proves nothing by itself: the user, the PID namespace and the descent have to agree with it. A process descends from
 * the start if
 * - it is in the session of the process that was started, or below one that is; or
 * - it bears the token, and so does the leader of its session, or that one is dead: a double fork; and its line ends
 *   where orphans end, and not with a living process of somebody else, such as a shell.
 *
 * @param bearers all that bear one token
 */
export function kinOf(table: ProcessTable, bearers: Bearer[], origin: Origin): Bearer[] {
  const line = new DescentLine(
    table,
    bearers.filter(({ bySession }) => !bySession),
    origin,
  );
  return bearers.filter(({ identity, userId, bySession }) =>
    // A session is entered by a fork alone, so there the user says nothing: workers give up root.
    bySession ? line.isInSession(identity.pid) : origin.users.has(userId) && line.isKin(identity.pid),
  );
}

class DescentLine {
  readonly #table: ProcessTable;
  readonly #bearers: Map<number, Bearer>;
  readonly #origin: Origin;
  readonly #judged = new Map<number, boolean>();
  readonly #fosters: Set<number>;
  readonly #hasSession: boolean;

  constructor(table: ProcessTable, bearers: Bearer[], origin: Origin) {
    this.#table = table;
    this.#origin = origin;
    this.#bearers = new Map(bearers.map((bearer) => [bearer.identity.pid, bearer]));
    this.#fosters = fosterParents(table);
    const { leader } = origin;
    const head = leader === null ? null : table.stat(leader.pid);
    // A PID is not given out again while a session is named after it. Once it was, the session is another one.
    this.#hasSession = leader !== null && (head === null || head.startTicks === leader.startTicks);
  }

  isInSession(pid: number): boolean {
    const { leader } = this.#origin;
    const stat = this.#table.stat(pid);
    if (stat === null || leader === null || !this.#hasSession) return false;
    return stat.session === leader.pid && stat.startTicks >= leader.startTicks;
  }

  isKin(pid: number): boolean {
    const known = this.#judged.get(pid);
    if (known !== undefined) return known;
    // A line that moves while it is read could lead back to itself.
    this.#judged.set(pid, false);
    const stat = this.#table.stat(pid);
    const answer = stat !== null && this.#judge(stat);
    this.#judged.set(pid, answer);
    return answer;
  }

  #judge(stat: ProcessStat): boolean {
    const { leader } = this.#origin;
    if (leader !== null && stat.startTicks < leader.startTicks) return false;
    if (this.#hasSession && (stat.session === leader?.pid || stat.processGroup === leader?.pid)) return true;
    const bearer = this.#bearers.get(stat.pid);
    if (bearer?.isInNamespace && this.#origin.users.has(bearer.userId)) {
      const head = stat.session === stat.pid ? null : this.#table.stat(stat.session);
      if (head !== null && !hasEnded(head)) return this.isKin(head.pid) || this.isKin(stat.ppid);
      if (this.#isOrphan(stat)) return true;
    }
    return stat.ppid > 1 && this.isKin(stat.ppid);
  }

  /** It leads its session, or who did is dead. Whoever forked it is gone, or nothing else than it was started. */
  #isOrphan({ pid, ppid, session }: ProcessStat): boolean {
    // Before it is claimed, whoever leads a session with its token is the process that was started.
    if (session === pid && this.#origin.leader === null) return true;
    if (this.#fosters.has(ppid)) return true;
    // Whoever entered the PID namespace from outside has no parent in it.
    if (ppid === 0) return false;
    const parent = this.#table.stat(ppid);
    if (parent === null || isUserManager(parent)) return true;
    // A fork stays in the session: a parent in another one is where orphans end.
    return session !== pid && session > 0 && parent.session !== session;
  }
}

/** Orphans of a user's services end there, and not with PID 1. */
function isUserManager({ comm, ppid }: ProcessStat): boolean {
  return comm === 'systemd' && ppid === 1;
}

/** Where the orphans of this machine end, as far as that can be told. */
function fosterParents(table: ProcessTable): Set<number> {
  const fosters = new Set([1, process.pid]);
  const self = table.stat(process.pid);
  // Detached, the daemon is an orphan itself.
  if (self?.session === process.pid) fosters.add(self.ppid);
  return fosters;
}
