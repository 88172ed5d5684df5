import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bootSystemUnknown } from './boot-errors.ts';
import type { BootSystem } from './boot-spec.ts';

/** Signs of a running init system, then signs of an installed one: in an image, none is running. */
const SIGNS: readonly [path: string, system: BootSystem][] = [
  ['run/systemd/system', 'systemd'],
  ['run/openrc', 'openrc'],
  ['usr/lib/systemd/systemd', 'systemd'],
  ['lib/systemd/systemd', 'systemd'],
  ['usr/bin/systemctl', 'systemd'],
  ['sbin/openrc-run', 'openrc'],
];

/**
 * The init system of the system below `root`.
 *
 * @throws `OpmError` `BOOT_SYSTEM_UNKNOWN` (1)
 */
export function detectBootSystem(root: string, platform: string): BootSystem {
  if (platform === 'darwin') return 'launchd';
  const sign = SIGNS.find(([path]) => existsSync(join(root, path)));
  if (sign === undefined) throw bootSystemUnknown();
  return sign[1];
}
