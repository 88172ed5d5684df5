import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import { type Bearer, BearerWalk } from './bearer-walk.ts';
import { JudgedProcesses } from './judged-processes.ts';
import { kinOf } from './kinship.ts';
import type { Origin, Users } from './token-origins.ts';

/** How long a search may repeat its passes while the caller waits in the same turn. */
const AT_ONCE_MS = 250;
/** How long one may go on at all: no exec takes longer, or processes come and go faster than they can be looked at. */
const SEARCH_MS = 2000;

export interface BearerSearch {
  table: ProcessTable;
  /** The tokens to be searched for. */
  origins: Map<string, Origin>;
  /** PIDs known to be something else, which saves reading them. */
  skip: { has(pid: number): boolean };
}

/**
 * Every live process that came of one of these starts and carries its token, oldest first. This finds what
 * double-forked, changed its session or lost its parent, and nothing that OPM did not start.
 *
 * Between fork and exec a process still shows its parent's environment, which is that of the app or the daemon.
 */
export function findBearers({ table, origins, skip }: BearerSearch): Bearer[] {
  if (origins.size === 0) return [];
  const walk = new BearerWalk({ table, skip, tokens: origins, users: usersOfAll(origins) });
  return kinIn(table, walkAtOnce(walk), origins);
}

/**
 * Repeats passes until no new process is met, as long as a caller can wait for that. One amid its exec is waited for
 * longer: it may be the very process that was started, and who is taken for nobody is started a second time.
 */
export function walkAtOnce(walk: BearerWalk): Bearer[] {
  const begunMs = performance.now();
  while (!walk.look()) {
    if (performance.now() - begunMs > (walk.isWaiting ? SEARCH_MS : AT_ONCE_MS)) break;
  }
  return walk.bearers();
}

export function byToken(bearers: Bearer[]): Map<string, Bearer[]> {
  const groups = new Map<string, Bearer[]>();
  for (const bearer of bearers) {
    const others = groups.get(bearer.token);
    if (others === undefined) groups.set(bearer.token, [bearer]);
    else others.push(bearer);
  }
  return groups;
}

function kinIn(table: ProcessTable, bearers: Bearer[], origins: Map<string, Origin>): Bearer[] {
  return [...byToken(bearers)].flatMap(([token, group]) => kinOf(table, group, origins.get(token)!));
}

function usersOfAll(origins: Map<string, Origin>): Users {
  const all = new Set([...origins.values()].map(({ users }) => users));
  return { has: (userId) => [...all].some((users) => users.has(userId)) };
}

interface Search {
  token: string;
  withSession: boolean;
  resolve: (bearers: Bearer[]) => void;
  reject: (error: unknown) => void;
}

/** Serves many searches with one walk over `/proc`: stopping a thousand apps must not read it a thousand times. */
export class TokenSearch {
  readonly #table: ProcessTable;
  readonly #known: { has(pid: number): boolean };
  readonly #origins: () => Map<string, Origin>;
  readonly #judged: JudgedProcesses;
  #waiting: Search[] = [];

  /**
   * @param known PIDs of live claims: their own processes are watched anyway
   * @param origins where the tokens of the ledger come from
   */
  constructor(table: ProcessTable, known: { has(pid: number): boolean }, origins: () => Map<string, Origin>) {
    this.#table = table;
    this.#known = known;
    this.#origins = origins;
    this.#judged = new JudgedProcesses(table);
  }

  /**
   * The live processes that came of the start with `token` and carry it, as of some moment after the call. None when the
   * ledger does not know the token.
   *
   * @param options.withSession whoever is in the session of the process that was started counts too, if it bears no
   * token. That process must have ended a moment ago: its PID names the session only until it is given out again
   * @throws OpmError PROCESS_TABLE_UNREADABLE when the machine has run out of what it takes to look, Error when it
   * cannot be told
   */
  find(token: string, { withSession }: { withSession: boolean }): Promise<Bearer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ token, withSession, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#walk());
    });
  }

  async #walk(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    let found: Map<string, Bearer[]>;
    try {
      const known = this.#origins();
      const origins = new Map<string, Origin>();
      const sessions = new Map<number, string>();
      for (const { token, withSession } of waiting) {
        const origin = known.get(token);
        if (origin === undefined) continue;
        origins.set(token, origin);
        if (withSession && origin.leader !== null) sessions.set(origin.leader.pid, token);
      }
      found = byToken(await this.#search(origins, sessions));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { token, resolve } of waiting) resolve(found.get(token) ?? []);
  }

  async #search(origins: Map<string, Origin>, sessions: ReadonlyMap<number, string>): Promise<Bearer[]> {
    const table = this.#table;
    const judged = this.#judged;
    judged.begin();
    const users = usersOfAll(origins);
    const walk = new BearerWalk({ table, skip: this.#known, users, tokens: origins, judged, sessions });
    const giveUpAt = performance.now() + SEARCH_MS;
    for (let looks = 1; !walk.look(); looks += 1) {
      if (performance.now() > giveUpAt) throw new Error('processes come and go faster than can be looked at');
      // An exec takes a moment, and on a busy machine a while.
      if (looks > 2) await new Promise((resolve) => setTimeout(resolve, Math.min(looks, 20)));
    }
    return kinIn(table, walk.bearers(), origins);
  }
}
