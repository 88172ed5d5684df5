import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { type ApiRoute, apiRoute } from '../api/api-route.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { ROLES } from './role.ts';

const secret = v.pipe(v.string(), v.maxLength(256));

/** Signing in, identifying the visitor, and signing out. */
export function sessionRoutes(gatekeeper: Gatekeeper, isEncrypted: boolean): ApiRoute[] {
  const { sessions, cookieName } = gatekeeper;
  const shared = { tag: 'Session', path: '/session' };
  const who = { name: v.string(), role: v.picklist(ROLES) };
  return [
    apiRoute({
      ...shared,
      id: 'signIn',
      method: 'POST',
      role: null,
      summary: 'Open a session, for browsers',
      description: 'The cookie is useless without the key, which each request sends as `Opm-Session-Key`.',
      body: v.union([
        v.pipe(v.strictObject({ link: secret }), v.description('From "opm dashboard"; this uses it up')),
        v.strictObject({ token: secret }),
      ]),
      answer: {
        status: 201,
        description: 'The session, with its cookie',
        schema: v.object({ ...who, key: v.string(), expiresAt: v.string() }),
      },
      handle: async ({ body, context }) => {
        const { id: tokenId, ...signedIn } =
          'link' in body
            ? { ...(await gatekeeper.link(context, body.link)), id: null }
            : await gatekeeper.token(context, body.token);
        const { cookie, key, session } = sessions.open({ ...signedIn, tokenId });
        const { name, role, expiresAt } = session;
        setCookie(context, cookieName, cookie, {
          httpOnly: true,
          sameSite: 'Strict',
          path: '/',
          secure: isEncrypted,
          maxAge: Math.round((expiresAt - Date.now()) / 1000),
        });
        return { key, name, role, expiresAt: new Date(expiresAt).toISOString() };
      },
    }),
    apiRoute({
      ...shared,
      id: 'whoAmI',
      method: 'GET',
      role: 'viewer',
      summary: 'The sender of this request',
      answer: {
        status: 200,
        description: 'The token or the session',
        schema: v.object({ ...who, by: v.picklist(['token', 'session']) }),
      },
      handle: ({ visitor }) => visitor,
    }),
    apiRoute({
      ...shared,
      id: 'signOut',
      method: 'DELETE',
      role: 'viewer',
      summary: 'End the session',
      answer: { status: 204, description: 'The session has ended', schema: null },
      handle: ({ context }) => {
        const cookie = getCookie(context, cookieName);
        if (cookie !== undefined) sessions.close(cookie);
        deleteCookie(context, cookieName, { path: '/' });
      },
    }),
  ];
}
