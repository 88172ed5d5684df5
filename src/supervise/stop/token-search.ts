import type { LedgerInstance } from '../../ledger/facts.ts';
import { accountId } from '../../runtime/accounts.ts';
import {
  type Identity,
  identityOf,
  isDeadState,
  type ProcessTable,
} from '../../runtime/proc/process-table.ts';

/** Carries the token of the attempt that started a process, to it and to all its descendants. */
export const TOKEN_VARIABLE = 'OPM_TOKEN';

/** Ids of users. */
export interface Users {
  has(userId: number): boolean;
}

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

export interface Bearer {
  identity: Identity;
  token: string;
  sessionLeader: boolean;
}

/**
 * Every live process that bears one of `tokens` in its environment, oldest first. This finds what double-forked,
 * changed its session or lost its parent, and nothing that OPM did not start: tokens are random and never reused.
 *
 * Between fork and exec a process still shows its parent's environment, which is that of the app or the daemon.
 *
 * @param options.skip PIDs known to be something else, which saves reading them
 * @param options.users whose processes are looked at, see {@link possibleUsers}
 */
export function findBearers(options: {
  table: ProcessTable;
  tokens: { has(token: string): boolean };
  skip: { has(pid: number): boolean };
  users: Users;
}): Bearer[] {
  const { table, tokens, skip, users } = options;
  const found: Bearer[] = [];
  for (const pid of table.pids()) {
    if (pid <= 1 || pid === process.pid || skip.has(pid)) continue;
    const user = table.userId(pid);
    if (user === null || !users.has(user)) continue;
    const token = table.environmentValue(pid, TOKEN_VARIABLE);
    if (token === null || !tokens.has(token)) continue;
    const stat = table.stat(pid);
    const identity = identityOf(table, pid);
    if (stat === null || identity === null || isDeadState(stat.state)) continue;
    found.push({ identity, token, sessionLeader: stat.session === pid });
  }
  return found.sort(
    (a, b) => a.identity.startTicks - b.identity.startTicks || a.identity.pid - b.identity.pid,
  );
}

/** A process of this home that no claim and no intent knows. */
export interface Stray extends Bearer {
  /** The instance it was started for, as its environment says. */
  id: number | null;
}

/** Every live process that OPM started from `home` and whose token is not `known`. Only damage makes such. */
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
   * The live processes that bear `token`, as of some moment after the call.
   *
   * @throws OpmError PROCESS_TABLE_UNREADABLE when the machine has run out of what it takes to look
   */
  find(token: string): Promise<Bearer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ token, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#walk());
    });
  }

  #walk(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const byToken = new Map<string, Bearer[]>(waiting.map(({ token }) => [token, []]));
    try {
      const options = { table: this.#table, skip: this.#known, users: this.#users() };
      for (const bearer of findBearers({ ...options, tokens: byToken })) {
        byToken.get(bearer.token)?.push(bearer);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { token, resolve } of waiting) resolve(byToken.get(token) ?? []);
  }
}
