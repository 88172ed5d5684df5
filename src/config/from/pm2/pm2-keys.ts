import type { Notes } from '../conversion.ts';

/** PM2's keys: how else they may be written, and which of them OPM has nothing for. */

const ALIASES: Record<string, string> = {
  exec: 'script',
  cmd: 'script',
  command: 'script',
  interpreter: 'exec_interpreter',
  interpreterArgs: 'node_args',
  interpreter_args: 'node_args',
  out: 'out_file',
  output: 'out_file',
  out_log: 'out_file',
  error: 'error_file',
  err: 'error_file',
  err_file: 'error_file',
  err_log: 'error_file',
  log: 'log_file',
  pid: 'pid_file',
  cron: 'cron_restart',
  combine_logs: 'merge_logs',
  user: 'uid',
};

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
  'exec_mode',
  'append_env_to_name',
  'increment_var',
  'instance_var',
  'port',
  'uid',
] as const;

const MONITORING = "PM2's own monitoring is not there";
const LOG_LINES = 'processes write straight to their log files, so lines get no date and no JSON around them';
const WATCHING = 'files are not watched';

/**
 * Keys without an equivalent: why, the values with which they mean nothing anyway, and the one value that looks
 * like "off" and matters.
 */
const UNMAPPED: Record<string, { reason: string; idle?: unknown[]; matters?: unknown }> = {
  install_url: { reason: 'PM2 modules are not installed' },
  log_type: { reason: LOG_LINES },
  log_date_format: { reason: LOG_LINES },
  time: { reason: LOG_LINES },
  max_memory_restart: { reason: 'memory limits are not enforced yet' },
  pid_file: { reason: 'no PID files are written; "opm list --json" has the PIDs' },
  shutdown_with_message: { reason: 'the app gets the stop signal and no message' },
  cron_restart: { reason: 'there are no scheduled restarts; let cron run "opm restart"', idle: ['0'] },
  watch: { reason: WATCHING },
  watch_delay: { reason: WATCHING },
  ignore_watch: { reason: WATCHING },
  watch_options: { reason: WATCHING },
  vizion: { reason: 'version control is not read', idle: [true] },
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
  gid: { reason: 'a process gets the groups of its user' },
  username: { reason: 'use "uid" to choose who runs the app' },
  windowsHide: { reason: 'there are no windows', idle: [true] },
  kill_retry_time: { reason: 'the end of a process is not polled for', idle: [100] },
  write: { reason: 'it has no effect' },
};

/** An app's keys under PM2's own names, `camelCase` and other aliases resolved. The first spelling wins. */
export function canonicalKeys(app: Record<string, unknown>): Record<string, unknown> {
  const canonical: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(app)) {
    if (value === undefined || value === null) continue;
    const name = canonicalName(key);
    if (!Object.hasOwn(canonical, name)) canonical[name] = value;
  }
  return canonical;
}

function canonicalName(key: string): string {
  if (Object.hasOwn(ALIASES, key)) return ALIASES[key]!;
  if (isKnown(key) || key.startsWith('env_')) return key;
  const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (Object.hasOwn(ALIASES, snake)) return ALIASES[snake]!;
  return isKnown(snake) ? snake : key;
}

/** Notes every key that is not mapped, unless its value switches off what is not there. */
export function noteUnmapped(app: Record<string, unknown>, name: string, notes: Notes): void {
  for (const [key, value] of Object.entries(app)) {
    if ((MAPPED_KEYS as readonly string[]).includes(key) || key.startsWith('env_')) continue;
    const entry = UNMAPPED[key];
    if (entry === undefined) notes.add(key, 'is no key of PM2 that OPM knows; it is ignored', name);
    else if (value === entry.matters || !(isOff(value) || entry.idle?.includes(value)))
      notes.add(key, `${entry.reason}; it is ignored`, name);
  }
}

/** Of a dump, which also holds the process's state and environment, only what PM2 documents as a key. */
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
