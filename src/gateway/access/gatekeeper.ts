import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { Problem } from '../api/http-problem.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { FailedTries } from './failed-tries.ts';
import type { Visitor } from './role.ts';
import { Sessions } from './sessions.ts';
import type { SignInLinks } from './sign-in-links.ts';
import type { GoodToken, TokenKeeper } from './token-keeper.ts';

/** The header in which the page sends the key of its session. */
export const SESSION_KEY_HEADER = 'opm-session-key';

/** Somebody tried an invalid secret. */
export interface RefusedTry {
  address: string;
  /** What was tried. */
  kind: 'token' | 'session' | 'link';
  /** How many times this address failed recently. */
  count: number;
}

export interface GatekeeperOptions {
  tokens: TokenKeeper;
  links: SignInLinks;
  /** The name of the session's cookie; each home has its own, since all ports of a host share cookies. */
  cookieName: string;
  refused: (attempt: RefusedTry) => void;
}

/** Identifies visitors, and lets nobody else in. */
export class Gatekeeper {
  readonly sessions = new Sessions();
  readonly cookieName: string;
  readonly #options: GatekeeperOptions;
  readonly #tries = new FailedTries();

  constructor(options: GatekeeperOptions) {
    this.#options = options;
    this.cookieName = options.cookieName;
  }

  /**
   * The sender of this request: by its token, else by its session.
   *
   * @throws Problem 401, delayed longer each time
   */
  async identify(context: Context<GatewayEnv>): Promise<Visitor> {
    const authorization = context.req.header('authorization');
    if (authorization !== undefined) {
      const { role, name } = await this.token(context, /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
      return { role, name, by: 'token' };
    }
    const cookie = getCookie(context, this.cookieName);
    const key = context.req.header(SESSION_KEY_HEADER);
    if (cookie === undefined || key === undefined) {
      throw unidentified('This needs a token ("Authorization: Bearer opm_…") or a dashboard session');
    }
    const session = this.sessions.find(cookie, key);
    const { tokenId = null } = session ?? {};
    if (session === null || (tokenId !== null && !(await this.#options.tokens.stands(tokenId)))) {
      // Usually an expired session and not an attempt to guess one, so the answer is not delayed.
      throw unidentified('The session has expired: open the dashboard again with "opm dashboard"');
    }
    return { role: session.role, name: session.name, by: 'session' };
  }

  /** A check, for later, whether the sender of this request still has access. */
  stands(context: Context<GatewayEnv>): () => Promise<boolean> {
    return async () => {
      try {
        await this.identify(context);
        return true;
      } catch {
        return false;
      }
    };
  }

  /** The token with this text. @throws Problem 401 */
  async token(context: Context<GatewayEnv>, text: string): Promise<GoodToken> {
    const token = await this.#options.tokens.check(text);
    if (typeof token !== 'string') return token;
    return this.#refuse(context, 'token', `The token is ${token}; create one with "opm token create"`);
  }

  /** Whom the link lets in; this uses it up. @throws Problem 401 */
  async link(context: Context<GatewayEnv>, secret: string): Promise<Pick<Visitor, 'role' | 'name'>> {
    const signIn = await this.#options.links.take(secret);
    if (signIn !== null) return signIn;
    const detail = 'The link was already used or has expired: create a new one with "opm dashboard"';
    return this.#refuse(context, 'link', detail);
  }

  async #refuse(context: Context<GatewayEnv>, kind: RefusedTry['kind'], detail: string): Promise<never> {
    const address = addressOf(context);
    const { delayMs, count } = this.#tries.note(address);
    this.#options.refused({ address, kind, count });
    if (delayMs === null) {
      throw new Problem(429, 'too-many-tries', 'Too many attempts at once', { 'retry-after': '10' });
    }
    await this.#tries.hold(delayMs);
    throw unidentified(detail);
  }
}

/** Where a request came from. In front of a Unix socket is a proxy, whose header is trusted. */
export function addressOf(context: Context<GatewayEnv>): string {
  const { remoteAddress } = context.env.incoming.socket;
  if (remoteAddress !== undefined && remoteAddress !== '') return remoteAddress;
  return context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unix';
}

function unidentified(detail: string): Problem {
  return new Problem(401, 'not-signed-in', detail, { 'www-authenticate': 'Bearer realm="opm"' });
}
