import type { BootSpec } from '../../src/boot/boot-spec.ts';

export const spec: BootSpec = {
  scope: 'system',
  program: ['/usr/bin/true'],
  home: '/srv/opm home',
  env: { PATH: '/usr/bin:/bin', HOME: '/root', OPM_HOME: '/srv/opm home' },
  config: '/etc/opm.config.yaml',
  keepGoing: false,
  hardened: false,
};

/** Everything that means something to systemd, a shell or XML. */
export const NASTY = '/etc/a b/100%/$HOME/"q"/\'s\'/<&>/back\\slash/--x/ü;#.yaml';
