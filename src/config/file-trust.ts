import { type Distrust, distrustOf } from '../runtime/files/path-trust.ts';
import { fileUntrusted } from './config-errors.ts';

const ROOT_ONLY: ReadonlySet<number> = new Set([0]);

/**
 * When running as root, refuses a file that anyone but root could write or replace: the file itself, every folder on
 * the way to it, every link between its name and the real file, and their folders. What passes cannot be changed by
 * others afterwards either, so that whoever opens the file next opens what was checked. A sticky folder such as
 * `/tmp` is fine, as nobody may replace root's files in it. For any other user this does nothing: their files are up
 * to them.
 *
 * A path that does not exist passes; whoever opens it reports that better.
 *
 * @param options.owners users besides root whose files are accepted, such as the user that an app runs as
 * @throws `FILE_UNTRUSTED`
 */
export function refuseWritableByOthers(path: string, options: { owners?: Iterable<number> } = {}): void {
  if (process.getuid?.() !== 0) return;
  const owners = options.owners === undefined ? ROOT_ONLY : new Set([0, ...options.owners]);
  let distrust: Distrust | null;
  try {
    distrust = distrustOf(path, owners);
  } catch {
    return;
  }
  if (distrust !== null) throw fileUntrusted(path, ...culpritAndRemedy(path, distrust));
}

function culpritAndRemedy(path: string, { at, stats, problem }: Distrust): [culprit: string, remedy: string] {
  const kind = stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : 'file';
  const what = at === path ? 'it' : `the ${kind} ${at}`;
  switch (problem) {
    case 'owner': {
      const chown = stats.isSymbolicLink() ? 'chown -h' : 'chown';
      return [`${what} belongs to user ${stats.uid}`, `Run "${chown} root ${at}", or run OPM as that user`];
    }
    case 'world-writable':
      return [`everyone can write ${what}`, `Run "chmod o-w ${at}"`];
    case 'group-writable':
      return [`group ${stats.gid}, or a user that its ACL names, can write ${what}`, `Run "chmod g-w ${at}"`];
  }
}
