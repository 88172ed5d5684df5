import { homedir, hostname, userInfo } from 'node:os';

/** What a unit is called. */
export interface UnitName {
  /** `web@1.service` */
  full: string;
  /** `web@1` */
  plain: string;
  /** `web` */
  prefix: string;
  /** `1`, empty for a unit that is no template. */
  instance: string;
}

export function unitName(full: string): UnitName {
  const plain = full.replace(/\.service$/, '');
  const at = plain.indexOf('@');
  return at < 0
    ? { full, plain, prefix: plain, instance: '' }
    : { full, plain, prefix: plain.slice(0, at), instance: plain.slice(at + 1) };
}

/** Puts what is known in the place of systemd's `%` specifiers; the others stay and are told. */
export function withSpecifiers(text: string, name: UnitName, unknown: (specifier: string) => void): string {
  const known: Record<string, () => string> = {
    '%': () => '%',
    n: () => name.full,
    N: () => name.plain,
    p: () => name.prefix,
    i: () => name.instance,
    I: () => name.instance,
    h: () => homedir(),
    u: () => userInfo().username,
    U: () => String(userInfo().uid),
    H: () => hostname(),
    t: () => '/run',
    S: () => '/var/lib',
    C: () => '/var/cache',
    L: () => '/var/log',
    E: () => '/etc',
    T: () => '/tmp',
    V: () => '/var/tmp',
  };
  return text.replaceAll(/%(.)/g, (whole, letter: string) => {
    const value = known[letter];
    if (value !== undefined) return value();
    unknown(whole);
    return whole;
  });
}
