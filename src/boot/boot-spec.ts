/** The programs that start things when a machine starts. */
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
  /** All that the daemon, and with it every app that inherits, finds in its environment, `OPM_HOME` included. */
  env: Readonly<Record<string, string>>;
  /** `null`: the snapshot, else the ledger's last wanted set. */
  config: string | null;
  keepGoing: boolean;
}

/** First line of every file, by which `unstartup` knows its own. */
export const MADE_BY = 'Written by "opm startup"; "opm unstartup" removes it.';

/** Second line: two homes cannot share one file. */
export function homeLine(home: string): string {
  // Two hyphens would end a comment of XML.
  return `Home: ${JSON.stringify(home).replaceAll('--', '-\\u002d')}`;
}

/** Longest time until the apps have stopped, in seconds; each has its own `stop.timeout`, one after the other. */
export const STOP_SECONDS = 300;

/** Pause before a daemon that failed, or asked for it, is started again, in seconds. */
export const RESTART_SECONDS = 2;

/** Open files a process may have: the daemon needs few, but its apps inherit this. */
export const OPEN_FILES = 65_536;

/** The daemon in the foreground, with all of its fleet. */
export function daemonCommand(spec: BootSpec): string[] {
  return [...spec.program, 'daemon', 'run', '--supervised', '--restore', ...restoreOptions(spec)];
}

/** What brings a changed config into force while the daemon runs. */
export function restoreCommand(spec: BootSpec): string[] {
  return [...spec.program, 'restore', ...restoreOptions(spec)];
}

function restoreOptions({ config, keepGoing }: BootSpec): string[] {
  return [...(config === null ? [] : ['--config', config]), ...(keepGoing ? ['--keep-going'] : [])];
}
