import type { ForeignCommand } from '../../cli/command.ts';

/** Commands of PM2 that OPM has under the same name, for the same thing. */
export const SAME_IN_PM2 = [
  'start',
  'stop',
  'restart',
  'reload',
  'delete',
  'del',
  'scale',
  'reset',
  'describe',
  'info',
  'show',
  'env',
  'list',
  'ls',
  'ps',
  'status',
  'logs',
  'flush',
  'dump',
  'save',
  'resurrect',
  'startup',
  'unstartup',
];

const MODULES = { instead: 'There are no modules to install: see "opm plugin list" and docs/plugins.md' };
const VALUES = {
  instead: 'There are no values to set: an app says all in its config, see "opm config schema"',
};
const DEPLOY = { instead: 'OPM does not deploy: update the files, then: opm reload NAME' };
const MONITORING = { instead: 'There is no hosted monitoring: see "opm dashboard" and "opm serve"' };
const PROFILING = { instead: 'The daemon is not profiled: see "opm doctor" and "opm daemon status"' };

/** Commands of PM2 that are called something else here, or are not there. */
export const OTHER_IN_PM2: Readonly<Record<string, ForeignCommand>> = {
  l: { runs: ['list'] },
  desc: { runs: ['info'] },
  jlist: { runs: ['list', '--format', 'pm2'] },
  prettylist: { runs: ['list', '--format', 'pm2-pretty'] },
  pid: { runs: ['list', '--format', 'pids'] },
  id: { runs: ['list', '--format', 'ids'] },
  sendSignal: { runs: ['signal'] },
  startOrRestart: { runs: ['restart'] },
  startOrReload: { runs: ['reload'] },
  startOrGracefulReload: { runs: ['reload'] },
  gracefulReload: { runs: ['reload'] },
  ecosystem: { runs: ['config', 'init'] },
  init: { runs: ['config', 'init'] },
  ping: { runs: ['daemon', 'status'] },
  report: { runs: ['doctor'] },
  updatePM2: { runs: ['daemon', 'restart'] },
  kill: {
    instead: 'The daemon and its apps are stopped with "opm daemon stop"; "opm kill NAME" stops an app',
  },
  update: { instead: 'The daemon is replaced with "opm daemon restart"; "opm update NAME" changes an app' },
  config: VALUES,
  conf: VALUES,
  set: VALUES,
  multiset: VALUES,
  get: VALUES,
  unset: VALUES,
  serve: {
    instead: '"opm serve" is the dashboard; serve files with: opm start "npx serve -l 8080 FOLDER"',
  },
  expose: { instead: 'Serve files with: opm start "npx serve -l 8080 FOLDER"' },
  trigger: { instead: 'Apps have no actions: send a signal with "opm signal", or ask the app itself' },
  inspect: { instead: 'Open the inspector of a Node app with: opm signal USR1 NAME' },
  send: { instead: 'Apps have no standard input: let the app listen on a socket' },
  attach: { instead: 'Apps have no standard input: follow what they write with "opm logs NAME -f"' },
  reloadLogs: {
    instead: 'Log files need not be opened anew: "opm rotate" and logs.maxSize rotate them while apps write',
  },
  logrotate: { instead: 'OPM rotates logs itself: set logs.maxSize, or run "opm rotate" (see docs/logs.md)' },
  cleardump: { instead: 'Snapshots are kept: save a new one with "opm save"' },
  monit: { instead: 'See "opm list", "opm logs -f" and "opm dashboard"' },
  imonit: { instead: 'See "opm list", "opm logs -f" and "opm dashboard"' },
  dash: { runs: ['dashboard'] },
  dashboard: { runs: ['dashboard'] },
  slist: { instead: 'See "opm doctor --json" and "opm daemon status --json"' },
  sysinfos: { instead: 'See "opm doctor --json" and "opm daemon status --json"' },
  create: { instead: 'Write a config with: opm config init' },
  deploy: DEPLOY,
  pull: DEPLOY,
  forward: DEPLOY,
  backward: DEPLOY,
  deepUpdate: { instead: 'Replace the program, then: opm daemon restart' },
  autoinstall: MODULES,
  install: MODULES,
  uninstall: MODULES,
  package: MODULES,
  publish: MODULES,
  'module:install': MODULES,
  'module:update': MODULES,
  'module:generate': MODULES,
  'module:uninstall': MODULES,
  'module:publish': MODULES,
  'install-otel': MONITORING,
  'uninstall-otel': MONITORING,
  link: MONITORING,
  unlink: MONITORING,
  monitor: MONITORING,
  unmonitor: MONITORING,
  open: MONITORING,
  plus: MONITORING,
  register: MONITORING,
  login: MONITORING,
  logout: MONITORING,
  'profile:mem': PROFILING,
  'profile:cpu': PROFILING,
  examples: { instead: 'Every command shows examples: opm COMMAND --help' },
};

/** What a command of PM2 is here; `'same'` under its own name. */
export function pm2Command(name: string): ForeignCommand | 'same' | undefined {
  if (SAME_IN_PM2.includes(name)) return 'same';
  return Object.hasOwn(OTHER_IN_PM2, name) ? OTHER_IN_PM2[name] : undefined;
}
