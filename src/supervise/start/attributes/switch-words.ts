import type { Obstacle } from '../../preflight/preflight-errors.ts';
import type { OwnRights } from '../own-rights.ts';
import { cannotGive, notPermitted } from './attribute-obstacle.ts';
import type { GroupLookup } from './group.ts';
import type { UserAccount } from './user.ts';

/** The words for setpriv that give a process its user, its first group and its other groups, as a login would. */
export async function userWords(options: {
  /** `null`: it stays the daemon's user. */
  account: UserAccount | null;
  /** `null`: it keeps the daemon's first group. */
  gid: number | null;
  /** `undefined`: those of the account, or the daemon's. */
  groups: readonly string[] | undefined;
  lookup: GroupLookup;
}): Promise<string[] | Obstacle> {
  const { account, gid, groups, lookup } = options;
  const ids = [
    ...(account === null ? [] : [`--reuid=${account.uid}`]),
    ...(gid === null ? [] : [`--regid=${gid}`]),
  ];
  if (groups === undefined) {
    if (account === null) return [...ids, '--keep-groups'];
    // A number without an account has no groups.
    return [...ids, account.name === String(account.uid) ? '--clear-groups' : '--init-groups'];
  }
  const found: number[] = [];
  for (const group of groups) {
    const id = await lookup.find(group);
    if (id === null) return cannotGive(`this machine has no group "${group}"`);
    found.push(id);
  }
  return [...ids, found.length === 0 ? '--clear-groups' : `--groups=${found.join(',')}`];
}

/**
 * The words for setpriv that take all capabilities but these away, also from what the process will run. `asked`: the
 * config says so. Otherwise, without the right to do the latter (in containers), a process that is switched to another
 * user has none all the same, and with `noNewPrivileges` gets none.
 */
export function capabilityWords(options: {
  kept: readonly string[];
  asked: boolean;
  rights: OwnRights;
}): string[] | Obstacle {
  const { kept, asked, rights } = options;
  const missing = kept.find((name) => !rights.can(name));
  if (missing !== undefined) return notPermitted(`"capabilities" has "${missing}"`, missing);
  const canBound = rights.can('setpcap');
  if (asked && !canBound) return notPermitted('"capabilities" takes the others away', 'setpcap');
  const list = ['-all', ...kept.map((name) => `+${name}`)].join(',');
  return [
    ...(canBound ? [`--bounding-set=${list}`] : []),
    `--inh-caps=${list}`,
    ...(kept.length === 0 ? [] : [`--ambient-caps=${list}`]),
  ];
}
