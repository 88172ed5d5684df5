import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const LOOKUP_TIMEOUT_MS = 5000;

/** Looks group ids up by name: in `/etc/group`, then with `getent`, which also asks directories such as LDAP. */
export class GroupLookup {
  readonly #groupFile: string;
  readonly #answers = new Map<string, Promise<number | null>>();

  constructor(options: { groupFile?: string } = {}) {
    this.#groupFile = options.groupFile ?? '/etc/group';
  }

  /** `null` when there is no such group. A number stands for itself. */
  find(group: string): Promise<number | null> {
    if (/^\d+$/.test(group)) return Promise.resolve(Number(group));
    let answer = this.#answers.get(group);
    if (answer === undefined) {
      answer = this.#find(group);
      this.#answers.set(group, answer);
    }
    return answer;
  }

  async #find(group: string): Promise<number | null> {
    const text = await readFile(this.#groupFile, 'utf8').catch(() => '');
    return idIn(text, group) ?? idIn(await askSystem(group), group);
  }
}

/** The id in the line of a group, among lines as `group(5)` has them. */
function idIn(text: string, group: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${group}:`));
  const id = line?.split(':')[2];
  return id !== undefined && /^\d+$/.test(id) ? Number(id) : null;
}

function askSystem(group: string): Promise<string> {
  if (group.startsWith('-')) return Promise.resolve('');
  return new Promise((resolve) => {
    // A machine without the tool has no other groups than those of its file.
    execFile('getent', ['group', group], { timeout: LOOKUP_TIMEOUT_MS }, (error, stdout) => {
      resolve(error === null ? stdout : '');
    });
  });
}
