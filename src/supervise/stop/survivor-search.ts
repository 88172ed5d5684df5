import { type Identity, identityOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Users } from '../kin/token-origins.ts';
import type { TokenSearch } from '../kin/token-search.ts';
import type { Descent } from './descent.ts';
import { OrphanWalk } from './orphan-walk.ts';
import type { Orphans } from './orphans.ts';

/** How long one search may go on: then processes come and go faster than they can be looked at. */
const SEARCH_MS = 2000;
/**
 * How often to look again within one turn. A process that forks anew every few milliseconds leaves hundreds that have
 * ended; a look that passes over those takes a fraction of a millisecond, and is faster than the next fork.
 */
const BURST_LOOKS = 40;

interface Search {
  descent: Descent;
  resolve: (survivors: Identity[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Finds what is left of a start whose process has ended. What this daemon started itself has become its own child by
 * then, where the kernel supports that. What an earlier daemon left behind has another parent, and is searched for by
 * its token.
 *
 * One look serves many searches: stopping a thousand apps must not take a thousand looks.
 */
export class SurvivorSearch {
  readonly #table: ProcessTable;
  readonly #orphans: Orphans | null;
  readonly #claims: { has(pid: number): boolean };
  readonly #tokens: TokenSearch;
  readonly #users: () => Users;
  #waiting: Search[] = [];

  constructor(options: {
    table: ProcessTable;
    orphans: Orphans | null;
    /** PIDs of live claims. */
    claims: { has(pid: number): boolean };
    tokens: TokenSearch;
    /** Whom the apps may run as. */
    users: () => Users;
  }) {
    this.#table = options.table;
    this.#orphans = options.orphans;
    this.#claims = options.claims;
    this.#tokens = options.tokens;
    this.#users = options.users;
  }

  /** Call it before a process is ended: the ancestry of its descendants is known only while it lives. */
  remember({ identity, adopted, kin }: Descent): void {
    if (this.#orphans === null || adopted || identity === null) return;
    try {
      for (const pid of this.#orphans.descendantsOf(identity.pid)) {
        const found = identityOf(this.#table, pid);
        if (found !== null) kin.set(pid, found.startTicks);
      }
    } catch {
      // No descriptor to look with. A stop must not fail for that: token and session identify most of them.
    }
  }

  /**
   * The live processes that came of a start, as of some moment after the call.
   *
   * @throws OpmError PROCESS_TABLE_UNREADABLE when the machine has run out of what it takes to look, Error when it
   * cannot be told
   */
  async find(descent: Descent): Promise<Identity[]> {
    if (this.#orphans === null || descent.adopted) {
      const withSession = descent.identity !== null;
      return (await this.#tokens.find(descent.token, { withSession })).map(({ identity }) => identity);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ descent, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#walk(this.#orphans!));
    });
  }

  async #walk(orphans: Orphans): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const [table, claims] = [this.#table, this.#claims];
      const walk = new OrphanWalk({ table, orphans, claims, users: this.#users() });
      const found = await this.#search(
        walk,
        waiting.map(({ descent }) => descent),
      );
      for (const { descent, resolve, reject } of waiting) {
        const survivors = found.alive.get(descent) ?? [];
        if (found.isSure || survivors.length > 0) resolve(survivors);
        else reject(new Error('processes come and go faster than can be looked at'));
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  async #search(walk: OrphanWalk, descents: Descent[]) {
    const giveUpAt = performance.now() + SEARCH_MS;
    for (let looks = 1; ; looks += 1) {
      const isSettled = walk.look() || (looks > 2 && settlesInBurst(walk));
      const isLate = performance.now() > giveUpAt;
      if (isSettled || isLate) {
        const { alive, someEnded } = this.#living(walk.sort(descents));
        // One that has ended since may have left a child behind.
        const isSure = isSettled && !someEnded;
        if (isSure || isLate) return { alive, isSure };
      }
      // An exec takes a moment, and on a busy machine a while.
      if (looks > 2) await new Promise((resolve) => setTimeout(resolve, Math.min(looks, 20)));
    }
  }

  #living(sorted: Map<Descent, number[]>) {
    const alive = new Map<Descent, Identity[]>();
    let someEnded = false;
    for (const [descent, pids] of sorted) {
      const identities = pids.flatMap((pid) => {
        const identity = identityOf(this.#table, pid);
        return identity !== null && identity.startTicks === descent.kin.get(pid) ? [identity] : [];
      });
      if (identities.length < pids.length) someEnded = true;
      alive.set(descent, identities);
    }
    return { alive, someEnded };
  }
}

function settlesInBurst(walk: OrphanWalk): boolean {
  for (let look = 0; look < BURST_LOOKS; look += 1) if (walk.look({ passEnded: true })) return true;
  return false;
}
