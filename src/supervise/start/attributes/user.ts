import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** An account of the machine, as `passwd` has it. */
export interface UserAccount {
  name: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

const LOOKUP_TIMEOUT_MS = 5000;
/** 2³² − 1 means "no change" to the kernel. */
const HIGHEST_ID = 2 ** 32 - 2;

/**
 * Looks accounts up by name or numeric id: in `/etc/passwd`, and where that does not know it, with the machine's own
 * tool, which also asks directories such as LDAP. Answers are cached, so make one for each batch of starts and drop it
 * afterwards: accounts change.
 */
export class UserLookup {
  readonly #passwdFile: string;
  readonly #answers = new Map<string, Promise<UserAccount | null>>();
  #local: Promise<UserAccount[]> | null = null;

  constructor(options: { passwdFile?: string } = {}) {
    this.#passwdFile = options.passwdFile ?? '/etc/passwd';
  }

  /**
   * `null` when nobody has that name or id. A numeric id without an account is good too, as in containers: it
   * stands for itself, with the group of the same number (and not group 0, which would be a gift).
   */
  find(user: string): Promise<UserAccount | null> {
    let answer = this.#answers.get(user);
    if (answer === undefined) {
      answer = this.#find(user);
      this.#answers.set(user, answer);
    }
    return answer;
  }

  async #find(user: string): Promise<UserAccount | null> {
    this.#local ??= readAccounts(this.#passwdFile);
    const accounts = await this.#local;
    const id = /^\d+$/.test(user) ? Number(user) : null;
    const local = accounts.find(({ name }) => name === user) ?? accounts.find(({ uid }) => uid === id);
    if (local !== undefined) return local;
    // `getent` cuts a number down to 32 bits: 2³² would be root.
    if (id !== null && id > HIGHEST_ID) return null;
    const asked = await askSystem(user);
    if (asked !== null && (asked.name === user || asked.uid === id)) return asked;
    return id === null ? null : accountOfId(id);
  }
}

/** Reads one line of `passwd`, or one of macOS's `id -P`, which has three fields more in the middle. */
export function parseAccount(line: string): UserAccount | null {
  const fields = line.split(':');
  const uid = Number(fields[2] || Number.NaN);
  const gid = Number(fields[3] || Number.NaN);
  if (fields.length < 7 || fields[0] === '' || !Number.isInteger(uid) || !Number.isInteger(gid)) return null;
  return { name: fields[0]!, uid, gid, home: fields.at(-2) || '/', shell: fields.at(-1) || '/bin/sh' };
}

async function readAccounts(file: string): Promise<UserAccount[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => parseAccount(line) ?? []);
}

function askSystem(user: string): Promise<UserAccount | null> {
  if (user === '' || user.startsWith('-')) return Promise.resolve(null);
  const [command, args] = process.platform === 'darwin' ? ['id', ['-P', user]] : ['getent', ['passwd', user]];
  return new Promise((resolve) => {
    // A machine without the tool has no other accounts than those of its passwd file.
    execFile(command as string, args as string[], { timeout: LOOKUP_TIMEOUT_MS }, (error, stdout) => {
      resolve(error === null ? parseAccount(stdout.split('\n')[0]!) : null);
    });
  });
}

function accountOfId(id: number): UserAccount {
  return { name: String(id), uid: id, gid: id, home: '/', shell: '/bin/sh' };
}
