import type { LedgerInstance } from '../../ledger/facts.ts';
import { accountId } from '../../runtime/accounts.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import { type Bearer, BearerWalk, type BearerWalkOptions, type Users } from './bearer-walk.ts';

/** How long a search may look again and again while the caller waits in the same turn. */
const AT_ONCE_MS = 250;
/** How long one may go on at all: then processes come and go faster than they can be looked at. */
const SEARCH_MS = 2000;

/** Whom OPM may have started a process as: the user it runs as, and as root those that apps name. */
export function possibleUsers(instances: Iterable<LedgerInstance>): Users {
  const users = new Set([process.geteuid?.() ?? 0]);
  const names = new Set<string>();
  for (const { spec } of instances) if (spec.user !== undefined) names.add(spec.user);
  for (const name of names) {
    const id = accountId(name);
    // A name that only a directory service knows may stand for anybody.
    if (id === null) return { has: () => true };
    users.add(id);
  }
  return users;
}

/**
 * Every live process that carries one of `tokens` in its environment, oldest first. This finds what double-forked,
 * changed its session or lost its parent, and nothing that OPM did not start: tokens are random and never reused.
 *
 * Between fork and exec a process still shows its parent's environment, which is that of the app or the daemon.
 */
export function findBearers(options: BearerWalkOptions): Bearer[] {
  const walk = new BearerWalk(options);
  const giveUpAt = performance.now() + AT_ONCE_MS;
  while (!walk.look()) if (performance.now() > giveUpAt) break;
  return walk.bearers();
}

/** A process of this home that no claim and no intent knows. */
export interface Stray extends Bearer {
  /** The instance it was started for, as its environment says. */
  id: number | null;
}

/**
 * Every live process that OPM started from `home` and whose token is not `known`. Only a damaged ledger can cause
 * this.
 */
export function findStrays(options: {
  table: ProcessTable;
  home: string;
  known: { has(token: string): boolean };
  skip: { has(pid: number): boolean };
  users: Users;
}): Stray[] {
  const { table, home, known } = options;
  const unknown = { has: (token: string) => token !== '' && !known.has(token) };
  return findBearers({ table, tokens: unknown, skip: options.skip, users: options.users })
    .filter(({ identity }) => table.environmentValue(identity.pid, 'OPM_HOME') === home)
    .map((bearer) => {
      const id = Number(table.environmentValue(bearer.identity.pid, 'OPM_ID') ?? Number.NaN);
      return { ...bearer, id: Number.isSafeInteger(id) ? id : null };
    });
}

interface Search {
  token: string;
  resolve: (bearers: Bearer[]) => void;
  reject: (error: unknown) => void;
}

/** Serves many searches with one walk over `/proc`: stopping a thousand apps must not read it a thousand times. */
export class TokenSearch {
  readonly #table: ProcessTable;
  readonly #known: { has(pid: number): boolean };
  readonly #users: () => Users;
  #waiting: Search[] = [];

  /** @param known PIDs of live claims: their own processes are watched anyway */
  constructor(table: ProcessTable, known: { has(pid: number): boolean }, users: () => Users) {
    this.#table = table;
    this.#known = known;
    this.#users = users;
  }

  /**
   * The live processes that carry `token`, as of some moment after the call.
   *
   * @throws OpmError PROCESS_TABLE_UNREADABLE when the machine has run out of what it takes to look, Error when it
   * cannot be told
   */
  find(token: string): Promise<Bearer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ token, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#walk());
    });
  }

  async #walk(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const byToken = new Map<string, Bearer[]>(waiting.map(({ token }) => [token, []]));
    try {
      for (const bearer of await this.#search(byToken)) byToken.get(bearer.token)?.push(bearer);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { token, resolve } of waiting) resolve(byToken.get(token) ?? []);
  }

  async #search(tokens: { has(token: string): boolean }): Promise<Bearer[]> {
    const walk = new BearerWalk({ table: this.#table, skip: this.#known, users: this.#users(), tokens });
    const giveUpAt = performance.now() + SEARCH_MS;
    for (let looks = 1; !walk.look(); looks += 1) {
      if (performance.now() > giveUpAt) throw new Error('processes come and go faster than can be looked at');
      // An exec takes a moment, and on a busy machine a while.
      if (looks > 2) await new Promise((resolve) => setTimeout(resolve, Math.min(looks, 20)));
    }
    return walk.bearers();
  }
}
