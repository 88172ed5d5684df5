import type { Notes } from '../conversion.ts';

/** PM2's keys: their other spellings, and those without an equivalent in OPM. */

/**
 * Other spellings of a key, in the order in which PM2 checks them. Each key may also be in camelCase, which PM2 checks
 * last.
 */
const SPELLINGS: Record<string, readonly string[]> = {
  script: ['cmd', 'command', 'exec'],
  exec_interpreter: ['interpreter'],
  node_args: ['interpreter_args', 'interpreterArgs'],
  out_file: ['out_log', 'output', 'out'],
  error_file: ['err_log', 'err_file', 'err', 'error'],
  log_file: ['log'],
  pid_file: ['pid'],
  cron_restart: ['cron'],
  merge_logs: ['combine_logs'],
  uid: ['user'],
};

/** For these, 0 would mean something if PM2 read it. */
const DEFAULT_AT_ZERO = ['max_restarts', 'min_uptime', 'kill_timeout', 'listen_timeout', 'stop_exit_codes'];

/** Keys that the conversion reads. */
export const MAPPED_KEYS = [
  'script',
  'name',
  'name_prefix',
  'filter_env',
  'namespace',
  'cwd',
  'args',
  'exec_interpreter',
  'node_args',
  'out_file',
  'error_file',
  'log_file',
  'disable_logs',
  'merge_logs',
  'env',
  'restart_delay',
  'exp_backoff_restart_delay',
  'source_map_support',
  'disable_source_map_support',
  'wait_ready',
  'listen_timeout',
  'instances',
  'kill_timeout',
  'kill_signal',
  'autostart',
  'autorestart',
  'stop_exit_codes',
  'min_uptime',
  'max_restarts',
  'max_memory_restart',
  'cron_restart',
  'watch',
  'ignore_watch',
  'watch_delay',
  'exec_mode',
  'append_env_to_name',
  'increment_var',
  'instance_var',
  'port',
  'uid',
  'gid',
] as const;

const MONITORING = "OPM does not have PM2's monitoring";
const LOG_LINES =
  'processes write directly to their log files, so lines get no date and are not wrapped in JSON';

/**
 * Keys without an equivalent: the reason, the values that have no effect anyway, and the one value that looks like
 * "off" but matters.
 */
const UNMAPPED: Record<string, { reason: string; idle?: unknown[]; matters?: unknown }> = {
  install_url: { reason: 'OPM does not install PM2 modules' },
  log_type: { reason: LOG_LINES },
  log_date_format: { reason: LOG_LINES },
  time: { reason: LOG_LINES },
  pid_file: { reason: 'no PID files are written; "opm list --json" has the PIDs' },
  shutdown_with_message: { reason: 'the app gets the stop signal but no message' },
  watch_options: { reason: 'use "ignore" and "delay" of "watch" in an opm.config file' },
  vizion: { reason: 'OPM does not read version control data', idle: [true] },
  execute_command: { reason: 'scripts are run directly' },
  force: { reason: 'a second copy of the same app is never started; use "instances"' },
  post_update: { reason: 'OPM does not update apps' },
  trace: { reason: MONITORING },
  disable_trace: { reason: MONITORING, idle: [true] },
  v8: { reason: MONITORING },
  event_loop_inspector: { reason: MONITORING },
  deep_monitoring: { reason: MONITORING },
  pmx: { reason: MONITORING, idle: [true] },
  automation: { reason: MONITORING, idle: [true] },
  io: { reason: MONITORING },
  treekill: { reason: 'a stop always reaches the whole process group', idle: [true], matters: false },
  username: { reason: 'use "uid" to choose who runs the app' },
  windowsHide: { reason: 'there are no windows', idle: [true] },
  kill_retry_time: { reason: 'process exits are not polled for', idle: [100] },
  write: { reason: 'it has no effect' },
};

/**
 * An app's keys under PM2's own names. Of several spellings of one key, the first with a value wins, and the others
 * are reported.
 *
 * PM2 treats a value that is 0, false or empty as missing, unless the key is a single word: 0 for `max_restarts` or
 * `kill_timeout` means the default.
 */
export function canonicalKeys(app: Record<string, unknown>, notes?: Notes): Record<string, unknown> {
  const canonical: Record<string, unknown> = {};
  const spelt = new Set<string>();
  for (const key of Object.keys(app)) {
    const name = canonicalName(key);
    if (spelt.has(name)) continue;
    spelt.add(name);
    const written = spellingsOf(name).filter((spelling) => app[spelling] ?? false);
    const [winner = key] = written;
    const value = app[winner];
    if (value === undefined || value === null || (!value && name.includes('_'))) {
      if (value === 0 && DEFAULT_AT_ZERO.includes(name))
        notes?.add(winner, 'PM2 treats 0 as "not set", so its default applies', appLabel(app));
      continue;
    }
    canonical[name] = value;
    for (const other of written.slice(1)) {
      if (JSON.stringify(app[other]) !== JSON.stringify(value))
        notes?.add(other, `"${winner}" means the same, and PM2 uses that one`, appLabel(app));
    }
  }
  return canonical;
}

function appLabel(app: Record<string, unknown>): string | undefined {
  return app.name === undefined ? undefined : String(app.name);
}

function spellingsOf(name: string): string[] {
  const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [...new Set([name, ...(SPELLINGS[name] ?? []), camel])];
}

function canonicalName(key: string): string {
  if (isKnown(key) || key.startsWith('env_')) return key;
  const alias = Object.keys(SPELLINGS).find((name) => SPELLINGS[name]!.includes(key));
  if (alias !== undefined) return alias;
  const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return isKnown(snake) ? snake : key;
}

/** Keys that mean the same here. */
const OF_BOTH = ['name', 'namespace', 'cwd', 'env', 'instances', 'port'];

/** Whether a key, in any spelling, is PM2's alone. */
export function isPm2Word(key: string): boolean {
  return !OF_BOTH.includes(key) && (isKnown(canonicalName(key)) || key.startsWith('env_'));
}

/** Notes every key that is not mapped, unless its value only switches off a missing feature. */
export function noteUnmapped(app: Record<string, unknown>, name: string, notes: Notes): void {
  for (const [key, value] of Object.entries(app)) {
    if ((MAPPED_KEYS as readonly string[]).includes(key) || key.startsWith('env_')) continue;
    const entry = UNMAPPED[key];
    if (entry === undefined) notes.add(key, 'is not a PM2 key that OPM knows; it is ignored', name);
    else if (value === entry.matters || !(isOff(value) || entry.idle?.includes(value)))
      notes.add(key, `${entry.reason}; it is ignored`, name);
  }
}

/** Of a dump, which also holds the process's state and environment, only documented PM2 keys. */
export function configKeysOf(entry: Record<string, unknown>): Record<string, unknown> {
  const ownState = ['username', 'windowsHide', 'kill_retry_time', 'node_version', 'version'];
  return Object.fromEntries(Object.entries(entry).filter(([key]) => isKnown(key) && !ownState.includes(key)));
}

function isKnown(key: string): boolean {
  return Object.hasOwn(UNMAPPED, key) || (MAPPED_KEYS as readonly string[]).includes(key);
}

function isOff(value: unknown): boolean {
  return value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
}
