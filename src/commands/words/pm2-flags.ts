import type { OptionSpec } from '../../cli/command-spec.ts';

/** What a flag of `pm2 start` is here. */
export type FlagMeaning =
  /** The key of PM2's files that it sets; the conversion of those files says what comes of it. */
  | { key: string; value?: unknown }
  /** An option of OPM's own that means the same. */
  | { same: string }
  /** Not there, and why. */
  | { instead: string };

export interface Pm2Flag {
  /** Without dashes. */
  name: string;
  short?: string;
  takes: 'nothing' | 'word' | 'maybe' | 'words';
  means: FlagMeaning;
}

const flag = (name: string, takes: Pm2Flag['takes'], means: FlagMeaning, short?: string): Pm2Flag => ({
  name,
  takes,
  means,
  ...(short === undefined ? {} : { short }),
});

const MONITORING = "PM2's own monitoring is not there";
const BOOT = 'is an option of "opm startup"';

/** Every flag that `pm2 --help` lists. */
export const PM2_FLAGS: readonly Pm2Flag[] = [
  flag('version', 'nothing', { same: 'version' }, 'V'),
  flag('silent', 'nothing', { instead: 'results go to standard output: send them to /dev/null' }, 's'),
  flag('ext', 'word', { instead: 'name what to watch in "watch"' }),
  flag('name', 'word', { same: 'name' }, 'n'),
  flag('mini-list', 'nothing', { instead: 'see: opm list --format raw' }, 'm'),
  flag('interpreter', 'word', { same: 'interpreter' }),
  flag('interpreter-args', 'word', { key: 'node_args' }),
  flag('node-args', 'word', { key: 'node_args' }),
  flag('output', 'word', { key: 'out_file' }, 'o'),
  flag('error', 'word', { key: 'error_file' }, 'e'),
  flag('log', 'maybe', { key: 'log_file' }, 'l'),
  flag('filter-env', 'maybe', { key: 'filter_env' }),
  flag('log-type', 'word', { key: 'log_type' }),
  flag('log-date-format', 'word', { key: 'log_date_format' }),
  flag('time', 'nothing', { key: 'time' }),
  flag('disable-logs', 'nothing', { key: 'disable_logs' }),
  flag('env', 'word', { same: 'env' }),
  flag('update-env', 'nothing', { instead: 'a start takes the variables of this shell anyway' }, 'a'),
  flag('force', 'nothing', { instead: 'the same app is never started twice: use --name or -i' }, 'f'),
  flag('instances', 'word', { same: 'instances' }, 'i'),
  flag('parallel', 'word', { instead: '"settings.maxStarting" of a config says how many start at once' }),
  flag('shutdown-with-message', 'nothing', { key: 'shutdown_with_message' }),
  flag('pid', 'word', { key: 'pid_file' }, 'p'),
  flag('kill-timeout', 'word', { key: 'kill_timeout' }, 'k'),
  flag('listen-timeout', 'word', { key: 'listen_timeout' }),
  flag('max-memory-restart', 'word', { key: 'max_memory_restart' }),
  flag('restart-delay', 'word', { key: 'restart_delay' }),
  flag('exp-backoff-restart-delay', 'word', { key: 'exp_backoff_restart_delay' }),
  flag('execute-command', 'nothing', { instead: 'each script is a process of its own anyway' }, 'x'),
  flag('max-restarts', 'maybe', { key: 'max_restarts' }),
  flag('user', 'word', { same: 'user' }, 'u'),
  flag('uid', 'word', { key: 'uid' }),
  flag('gid', 'word', { key: 'gid' }),
  flag('namespace', 'word', { same: 'namespace' }),
  flag('cwd', 'word', { same: 'cwd' }),
  flag('hp', 'word', { instead: BOOT }),
  flag('wait-ip', 'nothing', { instead: BOOT }),
  flag('service-name', 'word', { instead: BOOT }),
  flag('cron', 'word', { key: 'cron_restart' }, 'c'),
  flag('cron-restart', 'word', { key: 'cron_restart' }),
  flag('write', 'nothing', { instead: 'write a config with: opm config init' }, 'w'),
  flag('no-daemon', 'nothing', { instead: 'in the foreground: opm daemon run --restore --config FILE' }),
  flag('source-map-support', 'nothing', { key: 'source_map_support' }),
  flag('only', 'word', { same: 'only' }),
  flag('disable-source-map-support', 'nothing', { key: 'disable_source_map_support' }),
  flag('wait-ready', 'nothing', { key: 'wait_ready' }),
  flag('merge-logs', 'nothing', { key: 'merge_logs' }),
  flag('watch', 'maybe', { key: 'watch' }),
  flag('ignore-watch', 'word', { key: 'ignore_watch' }),
  flag('watch-delay', 'word', { key: 'watch_delay' }),
  flag('no-color', 'nothing', { instead: 'set NO_COLOR=1' }),
  flag('no-vizion', 'nothing', { key: 'vizion', value: false }),
  flag('no-autostart', 'nothing', { key: 'autostart', value: false }),
  flag('no-autorestart', 'nothing', { key: 'autorestart', value: false }),
  flag('stop-exit-codes', 'words', { key: 'stop_exit_codes' }),
  flag('no-treekill', 'nothing', { key: 'treekill', value: false }),
  flag('no-pmx', 'nothing', { key: 'pmx', value: false }),
  flag('no-automation', 'nothing', { key: 'automation', value: false }),
  flag('trace', 'nothing', { instead: MONITORING }),
  flag('disable-trace', 'nothing', { key: 'disable_trace' }),
  flag('sort', 'word', { instead: 'is an option of "opm list"' }),
  flag('attach', 'nothing', { instead: 'follow the logs with: opm logs NAME -f' }),
  flag('v8', 'nothing', { instead: MONITORING }),
  flag('event-loop-inspector', 'nothing', { instead: MONITORING }),
  flag('deep-monitoring', 'nothing', { instead: MONITORING }),
];

const TYPES = { nothing: 'flag', word: 'text', maybe: 'optional', words: 'words' } as const;

/**
 * The flags of `pm2 start` that `opm start` takes beside its own, left out of its help: docs/coming-from.md has them.
 *
 * @param own options that are there already
 */
export function pm2StartOptions(own: readonly OptionSpec[]): OptionSpec[] {
  const letters = new Set(own.map(({ short }) => short));
  const names = new Set(own.map(({ name }) => name));
  return PM2_FLAGS.filter(({ means, name }) => !('same' in means) && !names.has(name)).map(
    ({ name, short, takes }): OptionSpec => ({
      name,
      type: TYPES[takes],
      ...(takes === 'nothing' ? {} : { value: 'VALUE' }),
      ...(short === undefined || letters.has(short) ? {} : { short }),
      ...(/-args$/.test(name) ? { takesDashes: true as const } : {}),
      description: 'As in PM2',
      hidden: true,
    }),
  );
}
