import { digestOf, randomSecret, sameSecret } from './random-secret.ts';
import type { Role } from './role.ts';

/** An unused session ends after this time. */
const IDLE_MS = 12 * 3_600_000;
/** Every session ends after this time. */
const LONGEST_MS = 7 * 24 * 3_600_000;
/** Beyond this number, the least recently used session ends. */
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
 * The sessions of browsers. A cookie belongs to a host and not to a port, so the browser also sends it to every other
 * service on this machine. Therefore the cookie is useless without a key, which the page keeps in the storage of its
 * own origin.
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
    // The last one in the map is the most recently used.
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
