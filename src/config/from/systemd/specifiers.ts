import { homedir, hostname, userInfo } from 'node:os';

/** The names of a unit. */
export interface UnitName {
  /** `web@1.service` */
  full: string;
  /** `web@1` */
  plain: string;
  /** `web` */
  prefix: string;
  /** `1`; empty for a unit that is not a template. */
  instance: string;
}

export function unitName(full: string): UnitName {
  const plain = full.replace(/\.service$/, '');
  const at = plain.indexOf('@');
  return at < 0
    ? { full, plain, prefix: plain, instance: '' }
    : { full, plain, prefix: plain.slice(0, at), instance: plain.slice(at + 1) };
}

/** Expands the known `%` specifiers of systemd; unknown ones stay and are reported. */
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
