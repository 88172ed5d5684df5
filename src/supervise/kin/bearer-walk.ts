import {
  hasEnded,
  type Identity,
  identityOf,
  isDeadState,
  type ProcessTable,
} from '../../runtime/proc/process-table.ts';
import type { JudgedProcesses } from './judged-processes.ts';
import type { Users } from './token-origins.ts';

/** Carries the token of the attempt that started a process, to it and to all its descendants. */
export const TOKEN_VARIABLE = 'OPM_TOKEN';

export interface Bearer {
  identity: Identity;
  token: string;
  /** The user it runs as. */
  userId: number;
  sessionLeader: boolean;
  /** Whether it is in OPM's own PID namespace, not in one below it. */
  isInNamespace: boolean;
  /** It bears no token: its session told. */
  bySession?: true;
}

export interface BearerWalkOptions {
  table: ProcessTable;
  tokens: { has(token: string): boolean };
  /** PIDs known to be something else, which saves reading them. */
  skip: { has(pid: number): boolean };
  /** Whose processes are looked at. */
  users: Users;
  /** What earlier walks have found out. */
  judged?: JudgedProcesses;
  /** Sessions whose members count as well if they bear no token, with that of their start. */
  sessions?: ReadonlyMap<number, string>;
}

/**
 * The search for processes that carry a token. One look at `/proc` proves nothing: a process that was born behind the
 * reader is in no list yet, and one amid its `exec` shows no environment. So it is looked again until a look met nobody
 * new and nobody without an answer.
 *
 * What was judged once is not read again. Within one search no PID comes round again: the kernel gives them out in turn.
 */
export class BearerWalk {
  readonly #options: BearerWalkOptions;
  readonly #judged = new Set<number>();
  readonly #found: Bearer[] = [];
  #isWaiting = false;

  constructor(options: BearerWalkOptions) {
    this.#options = options;
  }

  /** Whether the last look met a process without an answer, which may be any. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Looks once more. True when that was the last look that is needed. @throws OpmError without the means to look */
  look(): boolean {
    const { table, skip, users, judged } = this.#options;
    let isSettled = true;
    this.#isWaiting = false;
    for (const pid of table.pids()) {
      if (pid <= 1 || pid === process.pid || this.#judged.has(pid) || skip.has(pid)) continue;
      if (judged?.isForeign(pid, this.#options)) continue;
      const user = table.userId(pid);
      if (user === null || !(users.has(user) || this.#sessionToken(pid) !== null)) {
        this.#judged.add(pid);
        if (user !== null) this.#remember(pid, user);
        continue;
      }
      isSettled = false;
      if (this.#judge(pid, user)) this.#judged.add(pid);
      else this.#isWaiting = true;
    }
    return isSettled;
  }

  /**
   * The processes found that are alive, oldest first. A token is copied with an environment: see `kinOf` for who
   * counts.
   */
  bearers(): Bearer[] {
    const { table } = this.#options;
    return this.#found
      .filter(({ identity }) => identityOf(table, identity.pid)?.startTicks === identity.startTicks)
      .sort((a, b) => a.identity.startTicks - b.identity.startTicks || a.identity.pid - b.identity.pid);
  }

  #hasEnded(pid: number): boolean {
    const stat = this.#options.table.stat(pid);
    return stat === null || hasEnded(stat);
  }

  /** The token of the start whose session it is in. */
  #sessionToken(pid: number): string | null {
    const { table, sessions } = this.#options;
    if (sessions === undefined || sessions.size === 0) return null;
    return sessions.get(table.stat(pid)?.session ?? 0) ?? null;
  }

  #remember(pid: number, mark: string | number): void {
    const { table, judged } = this.#options;
    const stat = judged === undefined ? null : table.stat(pid);
    if (stat !== null) judged?.remember(stat, mark);
  }

  /** False: it has no answer yet. */
  #judge(pid: number, userId: number): boolean {
    const { table, tokens } = this.#options;
    const answer = this.#options.users.has(userId) ? table.environment(pid, [TOKEN_VARIABLE]) : 'hidden';
    if (answer === 'unready') return this.#hasEnded(pid);
    const shown = answer === 'hidden' ? null : answer[0] || null;
    // What bears another token came of another start.
    const token = shown ?? this.#sessionToken(pid);
    if (token === null || !tokens.has(token)) {
      // What hides itself now need not for ever: an exec may end that.
      if (answer !== 'hidden') this.#remember(pid, shown ?? '');
      return true;
    }
    const stat = table.stat(pid);
    const identity = identityOf(table, pid);
    if (stat === null || identity === null || isDeadState(stat.state)) return true;
    this.#found.push({
      identity,
      token,
      userId,
      sessionLeader: stat.session === pid,
      isInNamespace: table.pidNamespaceOf(pid) === table.pidNamespace(),
      ...(shown === null ? { bySession: true } : {}),
    });
    return true;
  }
}
