import { digestOf, randomSecret, sameSecret } from './random-secret.ts';
import type { Role } from './role.ts';

/** A session that nobody uses ends after this. */
const IDLE_MS = 12 * 3_600_000;
/** And every one after this. */
const LONGEST_MS = 7 * 24 * 3_600_000;
/** The one that was not used for longest makes room. */
const MOST_SESSIONS = 256;

export interface Session {
  role: Role;
  name: string;
  /** The token it was opened with; `null` for a link. */
  tokenId: string | null;
  expiresAt: number;
}

interface Kept extends Session {
  keyDigest: string;
  usedAt: number;
}

/**
 * Browsers that were let in. A cookie belongs to a host and not to a port, so every other service on this machine that
 * the browser visits is sent it too. Therefore the cookie opens nothing without a key, which the page keeps in the
 * storage of its own origin.
 */
export class Sessions {
  readonly #kept = new Map<string, Kept>();

  /** @returns `cookie` for the browser, `key` for the page; neither is kept here */
  open(
    { role, name, tokenId }: Omit<Session, 'expiresAt'>,
    nowMs: number = Date.now(),
  ): { cookie: string; key: string; session: Session } {
    this.#sweep(nowMs);
    const [cookie, key] = [randomSecret(), randomSecret()];
    const expiresAt = nowMs + LONGEST_MS;
    const session: Kept = { role, name, tokenId, expiresAt, keyDigest: digestOf(key), usedAt: nowMs };
    this.#kept.set(digestOf(cookie), session);
    return { cookie, key, session };
  }

  /** The session of a cookie and its key, or `null`. */
  find(cookie: string, key: string, nowMs: number = Date.now()): Session | null {
    const digest = digestOf(cookie);
    const session = this.#kept.get(digest);
    if (session === undefined || !sameSecret(session.keyDigest, digestOf(key))) return null;
    if (isOver(session, nowMs)) {
      this.#kept.delete(digest);
      return null;
    }
    session.usedAt = nowMs;
    // The last in the map is the last used one.
    this.#kept.delete(digest);
    this.#kept.set(digest, session);
    return session;
  }

  close(cookie: string): void {
    this.#kept.delete(digestOf(cookie));
  }

  #sweep(nowMs: number): void {
    for (const [digest, session] of this.#kept) if (isOver(session, nowMs)) this.#kept.delete(digest);
    while (this.#kept.size >= MOST_SESSIONS) this.#kept.delete(this.#kept.keys().next().value as string);
  }
}

function isOver({ expiresAt, usedAt }: Kept, nowMs: number): boolean {
  return nowMs >= expiresAt || nowMs - usedAt >= IDLE_MS;
}
