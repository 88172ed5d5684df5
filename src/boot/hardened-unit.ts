import { isAbsolute, relative } from 'node:path';
import type { BootSpec } from './boot-spec.ts';

/** What OPM itself needs, and what ordinary servers that are started as root need until they change their user. */
const KEPT_CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SYS_CHROOT',
  // To read the environments of other users' processes.
  'CAP_SYS_PTRACE',
  // For `limits` above those of the unit.
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  // For `privateTmp` and `readOnlyPaths`.
  'CAP_SYS_ADMIN',
];

/**
 * What the unit of `opm startup --hardened` gives up, the daemon and all apps alike: see docs/boot.md. `PrivateTmp` is not
 * among them: systemd empties it when it starts a killed daemon again, under the apps that run on (seen with 252).
 */
export const HARDENED_SETTINGS: readonly string[] = [
  `CapabilityBoundingSet=${KEPT_CAPABILITIES.join(' ')}`,
  'NoNewPrivileges=yes',
  'ProtectSystem=full',
  'ProtectProc=invisible',
  'PrivateMounts=yes',
  'PrivateDevices=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectControlGroups=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'RestrictSUIDSGID=yes',
  'RestrictRealtime=yes',
  'LockPersonality=yes',
  'SystemCallArchitectures=native',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'RestrictNamespaces=mnt',
  'SystemCallFilter=~@clock @cpu-emulation @debug @module @obsolete @raw-io @reboot @swap',
];

/** `ProtectSystem=full` makes these read-only. */
const READ_ONLY = ['/usr', '/boot', '/efi', '/etc'];

/**
 * Why a hardened service could not work with the places in `spec`; `null` if it could.
 *
 * @param realPath where a path leads to, with all links followed
 */
export function hardenedObstacle({ home }: BootSpec, realPath: (path: string) => string): string | null {
  if (!isBelow(realPath(home), READ_ONLY)) return null;
  return `the home "${home}" is below ${READ_ONLY.join(', ')}, where the service cannot write`;
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(folder, path);
    return way === '' || !(way === '..' || way.startsWith('../') || isAbsolute(way));
  });
}
