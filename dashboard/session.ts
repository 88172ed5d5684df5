import type { Role } from '../src/gateway/access/role.ts';
import { ApiClient } from '../src/gateway/client/api-client.ts';

/** Kept only in the storage of this origin: the cookie is useless without it. */
const KEY = 'opm-session-key';

/** The user of the page. */
export interface Session {
  api: ApiClient;
  name: string;
  role: Role;
}

/** This browser's session, or the one that the link in the address opens; `null` if there is neither. */
export async function currentSession(): Promise<Session | null> {
  const link = /^#link=(.+)$/.exec(location.hash)?.[1];
  if (link !== undefined) {
    // The link is now used up and must not stay in the history.
    history.replaceState(null, '', '/#/fleet');
    return signIn({ link });
  }
  const sessionKey = localStorage.getItem(KEY);
  if (sessionKey === null) return null;
  const api = new ApiClient({ url: '', sessionKey });
  return { api, ...(await api.whoAmI()) };
}

export async function signIn(credentials: { link: string } | { token: string }): Promise<Session> {
  const { key, name, role } = await new ApiClient({ url: '' }).signIn(credentials);
  localStorage.setItem(KEY, key);
  return { api: new ApiClient({ url: '', sessionKey: key }), name, role };
}

export async function signOut({ api }: Session): Promise<void> {
  await api.signOut().catch(() => {});
  localStorage.removeItem(KEY);
}
