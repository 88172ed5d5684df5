/** The supported init systems. */
export const BOOT_SYSTEMS = ['systemd', 'openrc', 'launchd'] as const;

export type BootSystem = (typeof BOOT_SYSTEMS)[number];

/** Started with the machine, as root; or for one user, as that user. */
export type BootScope = 'system' | 'user';

/** What is to be started at boot. All paths are absolute. */
export interface BootSpec {
  scope: BootScope;
  /** OPM itself: the executable, or a runtime and its arguments. */
  program: readonly string[];
  /** OPM's state folder. */
  home: string;
  /** Everything that the daemon, and every app that inherits, finds in its environment, including `OPM_HOME`. */
  env: Readonly<Record<string, string>>;
  /** `null`: the snapshot, or else the ledger's last wanted set. */
  config: string | null;
  keepGoing: boolean;
  /** The daemon and its apps give up what a fleet of ordinary services can do without. systemd only. */
  hardened: boolean;
}

/** First line of every file, by which `unstartup` recognises its own. */
export const MADE_BY = 'Written by "opm startup"; "opm unstartup" removes it.';

/** Second line: two homes cannot share one file. */
export function homeLine(home: string): string {
  // Two hyphens would end an XML comment.
  return `Home: ${JSON.stringify(home).replaceAll('--', '-\\u002d')}`;
}

/** How long stopping all apps may take, in seconds; each has its own `stop.timeout`, one after the other. */
export const STOP_SECONDS = 300;

/** Pause before a daemon that failed, or asked for it, is restarted, in seconds. */
export const RESTART_SECONDS = 2;

/** Open files a process may have: the daemon needs few, but its apps inherit this. */
export const OPEN_FILES = 65_536;

/** The daemon in the foreground, with its whole fleet. */
export function daemonCommand(spec: BootSpec): string[] {
  return [...spec.program, 'daemon', 'run', '--supervised', '--restore', ...restoreOptions(spec)];
}

/** The command that applies a changed config while the daemon is running. */
export function restoreCommand(spec: BootSpec): string[] {
  return [...spec.program, 'restore', ...restoreOptions(spec)];
}

function restoreOptions({ config, keepGoing }: BootSpec): string[] {
  return [...(config === null ? [] : ['--config', config]), ...(keepGoing ? ['--keep-going'] : [])];
}
