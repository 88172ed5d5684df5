import { readFileSync } from 'node:fs';

const PASSWD = '/etc/passwd';

/** The name of a user according to `/etc/passwd`, or else `#<id>`, which `sudo -u` accepts too. */
export function accountName(userId: number): string {
  return entries().find(({ id }) => id === String(userId))?.name ?? `#${userId}`;
}

/**
 * The id of a user according to `/etc/passwd`, or the number that `user` is; `null` for a name it does not know, as
 * on machines whose users are in a directory service.
 */
export function accountId(user: string | number): number | null {
  if (/^\d+$/.test(String(user))) return Number(user);
  const id = entries().find(({ name }) => name === user)?.id;
  return id === undefined || !/^\d+$/.test(id) ? null : Number(id);
}

/** The primary group of a user according to `/etc/passwd`; `null` for a user it does not know. */
export function primaryGroup(userId: number): number | null {
  const group = entries().find(({ id }) => id === String(userId))?.group;
  return group === undefined || !/^\d+$/.test(group) ? null : Number(group);
}

function entries(): { name: string; id: string | undefined; group: string | undefined }[] {
  try {
    return readFileSync(PASSWD, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , id, group]) => ({ name, id, group }));
  } catch {
    return [];
  }
}
