import { join } from 'node:path';
import { noUserScope } from './boot-errors.ts';
import type { BootScope, BootSpec, BootSystem } from './boot-spec.ts';
import { LAUNCHD_LABEL, launchdPlist } from './launchd-plist.ts';
import { openrcScript } from './openrc-script.ts';
import { systemdUnit } from './systemd-unit.ts';

/** Where an init system looks for the file, below `/` or the root of an image. */
export interface BootPlace {
  file: string;
  mode: number;
  /** A symbolic link that enables the file for the next boot, and its target. */
  link: { path: string; target: string } | null;
  /** Commands that start it now, and that stop it before the file is removed. */
  activate: string[];
  deactivate: string[];
}

/**
 * Pure: where things go.
 *
 * @param options.userFolder home folder of the user, for the scope `user`
 * @param options.configFolder `$XDG_CONFIG_HOME`, by default `~/.config`
 * @throws `OpmError` `BOOT_SCOPE_UNSUPPORTED` (64)
 */
export function bootPlace(options: {
  system: BootSystem;
  scope: BootScope;
  root: string;
  userFolder: string;
  configFolder: string;
}): BootPlace {
  const { system, scope, root, userFolder } = options;
  const isSystem = scope === 'system';
  switch (system) {
    case 'systemd': {
      const folder = isSystem ? '/etc/systemd/system' : join(options.configFolder, 'systemd/user');
      const file = join(root, folder, 'opm.service');
      const wants = isSystem ? 'multi-user.target.wants' : 'default.target.wants';
      const systemctl = isSystem ? 'systemctl' : 'systemctl --user';
      return {
        file,
        mode: 0o644,
        link: { path: join(file, '..', wants, 'opm.service'), target: '../opm.service' },
        activate: [
          `${systemctl} daemon-reload`,
          `${systemctl} start opm.service`,
          ...(isSystem ? [] : ['loginctl enable-linger']),
        ],
        deactivate: [`${systemctl} daemon-reload`],
      };
    }
    case 'openrc':
      if (!isSystem) throw noUserScope();
      return {
        file: join(root, '/etc/init.d/opm'),
        mode: 0o755,
        link: { path: join(root, '/etc/runlevels/default/opm'), target: '/etc/init.d/opm' },
        activate: ['rc-service opm start'],
        deactivate: [],
      };
    case 'launchd': {
      const folder = isSystem ? '/Library/LaunchDaemons' : join(userFolder, 'Library/LaunchAgents');
      const file = join(root, folder, `${LAUNCHD_LABEL}.plist`);
      const domain = isSystem ? 'system' : 'gui/$(id -u)';
      return {
        file,
        mode: 0o644,
        link: null,
        activate: [`launchctl bootstrap ${domain} ${file}`],
        deactivate: [`launchctl bootout ${domain}/${LAUNCHD_LABEL}`],
      };
    }
  }
}

/** The content of the file. Pure. */
export function bootFile(system: BootSystem, spec: BootSpec): string {
  switch (system) {
    case 'systemd':
      return systemdUnit(spec);
    case 'openrc':
      return openrcScript(spec);
    case 'launchd':
      return launchdPlist(spec);
  }
}
