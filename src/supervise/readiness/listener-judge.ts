import type { Endpoint, ProcessTable } from '../../runtime/proc/process-table.ts';
import { TOKEN_VARIABLE } from '../kin/bearer-walk.ts';
import type { Users } from '../kin/token-origins.ts';
import { describeProcess } from '../preflight/describe-process.ts';
import { isOfThisMachine } from './this-machine.ts';

/** How old the list of sessions may be when it is first used. */
const SESSIONS_MS = 1000;

/** The process of an instance, and whose the rest of it is. */
export interface Answerer {
  /** Its process, the leader of its own session. */
  pid: number;
  token: string;
}

/**
 * Decides whether the listener at an address belongs to an instance: a foreign process on an app's port must not make
 * the app online. Belonging means being in the session or the group of its process, or bearing its token.
 *
 * It is for the system to tell: where it does not (another user's descriptors, a redirected port, macOS), whoever answers
 * is believed.
 */
export class ListenerJudge {
  readonly #table: ProcessTable;
  readonly #users: () => Users;
  #sessions = new Map<number, number[]>();
  #sessionsAtMs = Number.NEGATIVE_INFINITY;

  /** @param users whose processes may be asked for their token */
  constructor(table: ProcessTable, users: () => Users) {
    this.#table = table;
    this.#users = users;
  }

  /** Who else answers at `endpoint`, for a message; `null`: the instance itself, or it cannot be determined. */
  strangerAt(endpoint: Endpoint, { pid, token }: Answerer): string | null {
    const table = this.#table;
    if (!isOfThisMachine(endpoint)) return null;
    const sockets = table.listenersAt(endpoint);
    if (sockets === null || sockets.size === 0) return null;
    // In most apps it is the process itself, and this is all that is read.
    if (table.holdsSocket(pid, sockets)) return null;
    const isHeld = (one: number) => table.holdsSocket(one, sockets);
    if (this.#inSession(pid, SESSIONS_MS).some(isHeld) || this.#inSession(pid, 0).some(isHeld)) return null;
    const holders = table.pids().filter(isHeld);
    if (holders.length === 0 || holders.includes(process.pid)) return null;
    const users = this.#users();
    const bears = (one: number) =>
      users.has(table.userId(one) ?? -1) && table.environmentValue(one, TOKEN_VARIABLE) === token;
    return holders.some(bears) ? null : describeProcess(holders[0]!, table);
  }

  /** The processes in the session or the group of a process. */
  #inSession(leader: number, oldestMs: number): number[] {
    if (performance.now() - this.#sessionsAtMs > oldestMs) {
      this.#sessions = new Map();
      for (const pid of this.#table.pids()) {
        const stat = this.#table.stat(pid);
        if (stat === null) continue;
        for (const key of new Set([stat.session, stat.processGroup])) {
          const others = this.#sessions.get(key);
          if (others === undefined) this.#sessions.set(key, [pid]);
          else others.push(pid);
        }
      }
      this.#sessionsAtMs = performance.now();
    }
    return this.#sessions.get(leader) ?? [];
  }
}
