/** Commands of other tools and their counterparts here. Consulted only when no command has that name. */
const HERE = new Map<string, string>([
  // PM2
  ['jlist', 'list --json'],
  ['prettylist', 'list --json'],
  ['monit', 'list'],
  ['dash', 'list'],
  ['id', 'info NAME'],
  ['pid', 'info NAME'],
  ['sendSignal', 'signal HUP NAME'],
  ['gracefulReload', 'reload'],
  ['startOrRestart', 'restore --config FILE'],
  ['startOrReload', 'restore --config FILE'],
  ['startOrGracefulReload', 'restore --config FILE'],
  ['ecosystem', 'config init'],
  ['report', 'doctor'],
  // The Rust OPM
  ['backup', 'restore --generation N'],
  ['daemon restore', 'daemon start'],
  // Others
  ['init', 'config init'],
  ['check', 'config check'],
  ['up', 'restore'],
  ['down', 'daemon stop'],
  ['enable', 'startup'],
  ['disable', 'unstartup'],
  ['tail', 'logs -f'],
  ['health', 'daemon status'],
  ['shutdown', 'daemon stop'],
  ['version', '--version'],
]);

/** The counterpart here of a command called `name` elsewhere. */
export function commandHere(name: string): string | undefined {
  return HERE.get(name);
}
