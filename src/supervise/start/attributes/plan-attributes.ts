import type { InstanceSpec } from '../../../config/instance/instance-spec.ts';
import type { Obstacle } from '../../preflight/preflight-errors.ts';
import { type OwnRights, ownRights } from '../own-rights.ts';
import { cannotGive, notPermitted } from './attribute-obstacle.ts';
import type { FindTool } from './attribute-tools.ts';
import type { GroupLookup } from './group.ts';
import { limitWords } from './limit-words.ts';
import { mountWords } from './mount-words.ts';
import { capabilityWords, userWords } from './switch-words.ts';
import type { UserAccount } from './user.ts';

/** How a process gets what it does not inherit from the daemon. Plain data: it crosses threads. */
export interface Attributes {
  /**
   * Words in front of the command: programs, each of which gives the process an attribute and then becomes the next.
   * Set from outside after the spawn, the program might have looked before.
   */
  wrapper: string[];
  /** The user that the runtime itself switches to, which leaves the process without supplementary groups. */
  credentials: { uid: number; gid: number } | null;
  /** The user it is switched to by either; `null`: it stays the daemon's. */
  switchedTo: number | null;
}

/** What they depend on. */
export interface AttributeOptions {
  spec: Pick<
    InstanceSpec,
    | 'user'
    | 'group'
    | 'groups'
    | 'noNewPrivileges'
    | 'capabilities'
    | 'limits'
    | 'privateTmp'
    | 'readOnlyPaths'
  > & { cwd?: string };
  /** The account of the spec's `user`; `null` when it names none. */
  account: UserAccount | null;
  ownUid: number;
  groups: GroupLookup;
  findTool: FindTool;
  /** What the daemon may do; by default what the kernel says. */
  rights?: OwnRights;
  platform?: NodeJS.Platform;
}

/** What most apps need. */
export const PLAIN_ATTRIBUTES: Readonly<Attributes> = { wrapper: [], credentials: null, switchedTo: null };

/** How to start a process of this spec, or what is in the way. */
export async function planAttributes(options: AttributeOptions): Promise<Attributes | Obstacle> {
  const { spec, account, ownUid, findTool } = options;
  const other = account !== null && account.uid !== ownUid ? account : null;
  const { group, groups, noNewPrivileges, capabilities, limits, privateTmp, readOnlyPaths } = spec;
  const asked = [group, groups, noNewPrivileges, capabilities, limits, privateTmp, readOnlyPaths];
  if (other === null && asked.every((value) => value === undefined)) return PLAIN_ATTRIBUTES;
  const rights = options.rights ?? ownRights();
  // These first: the switch takes away the right to set them.
  const platform = options.platform ?? process.platform;
  const mounts = await mountWords({ spec, rights, findTool, platform });
  if ('code' in mounts) return mounts;
  const bounds = limits === undefined ? [] : await limitWords({ limits, rights, findTool });
  if ('code' in bounds) return bounds;
  const attributes = await planSwitch({ ...options, rights }, other);
  return 'code' in attributes
    ? attributes
    : { ...attributes, wrapper: [...mounts, ...bounds, ...attributes.wrapper] };
}

async function planSwitch(
  options: AttributeOptions & { rights: OwnRights },
  other: UserAccount | null,
): Promise<Attributes | Obstacle> {
  const { spec, findTool, account, groups, rights, platform = process.platform } = options;
  const { capabilities, noNewPrivileges = other !== null } = spec;
  const gid = spec.group === undefined ? (account?.gid ?? null) : await groups.find(spec.group);
  if (gid === null && spec.group !== undefined)
    return cannotGive(`this machine has no group "${spec.group}"`);
  const byRuntime: Attributes = {
    wrapper: [],
    credentials: other === null ? null : { uid: other.uid, gid: gid ?? other.gid },
    switchedTo: other?.uid ?? null,
  };
  if (platform !== 'linux') {
    const asked = (['groups', 'noNewPrivileges', 'capabilities'] as const).find(
      (key) => spec[key] !== undefined,
    );
    return asked === undefined ? byRuntime : cannotGive(`"${asked}" can be set on Linux only`);
  }
  const key = spec.group !== undefined ? 'group' : spec.groups !== undefined ? 'groups' : null;
  if (key !== null && !rights.can('setgid')) return notPermitted(`"${key}" changes groups`, 'setgid');
  const switches = other !== null || key !== null;
  const who = switches ? await userWords({ account, gid, groups: spec.groups, lookup: groups }) : [];
  if ('code' in who) return who;
  const kept = capabilities ?? (other === null ? null : []);
  const rest = kept === null ? [] : capabilityWords({ kept, asked: capabilities !== undefined, rights });
  if ('code' in rest) return rest;
  const words = [...who, ...(noNewPrivileges ? ['--no-new-privs'] : []), ...rest];
  if (words.length === 0) return byRuntime;
  const path = await findTool('setpriv');
  if (path !== null) return { ...byRuntime, credentials: null, wrapper: [path, ...words, '--'] };
  const isPlain = spec.groups?.length === 0 && !noNewPrivileges && capabilities === undefined;
  if (isPlain) return byRuntime;
  return cannotGive(
    'its user, groups and rights are set by the setpriv of util-linux, which this machine does not have. Install it; ' +
      'without it an app gets another user only with "groups": [] and "noNewPrivileges": false',
  );
}
