import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { Problem } from '../api/http-problem.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { needs } from './front-door.ts';
import type { Gatekeeper } from './gatekeeper.ts';

const secret = v.pipe(v.string(), v.maxLength(256));

/** What signs in: a link that is used up by it, or a token. */
export const signInSchema = v.union([v.strictObject({ link: secret }), v.strictObject({ token: secret })]);

/** Signing in, asking who one is, and signing out. */
export function sessionRoutes(gatekeeper: Gatekeeper, isEncrypted: boolean): Hono<GatewayEnv> {
  const { sessions, cookieName } = gatekeeper;
  const routes = new Hono<GatewayEnv>();

  routes.post('/', async (context) => {
    const read = v.safeParse(signInSchema, await context.req.json().catch(() => null));
    if (!read.success) throw new Problem(400, 'bad-request', 'Send {"link": …} or {"token": …}');
    const credentials =
      'link' in read.output
        ? { ...(await gatekeeper.link(context, read.output.link)), tokenId: null }
        : await gatekeeper
            .token(context, read.output.token)
            .then(({ id, ...token }) => ({ ...token, tokenId: id }));
    const { cookie, key, session } = sessions.open(credentials);
    setCookie(context, cookieName, cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: isEncrypted,
      maxAge: Math.round((session.expiresAt - Date.now()) / 1000),
    });
    const { name, role, expiresAt } = session;
    return context.json({ key, name, role, expiresAt: new Date(expiresAt).toISOString() }, 201);
  });

  routes.get('/', needs('viewer', gatekeeper), (context) => context.json(context.get('visitor')));

  routes.delete('/', needs('viewer', gatekeeper), (context) => {
    const cookie = getCookie(context, cookieName);
    if (cookie !== undefined) sessions.close(cookie);
    deleteCookie(context, cookieName, { path: '/' });
    return context.body(null, 204);
  });

  return routes;
}
