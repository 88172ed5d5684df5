import { freeName } from '../../instance/usable-name.ts';
import type { Notes } from '../conversion.ts';
import { logsOf } from './pm2-logs.ts';
import { numeric } from './pm2-values.ts';
import { watchOf } from './pm2-watch.ts';
import { CHANNEL_FD, memoryOf, readyOf, restartOf, stopOf } from './process-keys.ts';

type Keys = Record<string, unknown>;

/** What the conversion of a key may need to know about its app. */
export interface AppPlace {
  name: string;
  /** Absolute. */
  cwd: string;
  /** The first word of the command. */
  program: string;
  instances: unknown;
  notes: Notes;
}

/** PM2 keys that belong together, and their equivalents. */
interface Behaviour {
  reads: readonly string[];
  convert(keys: Keys, place: AppPlace): Keys;
}

/** How an app runs; PM2's files and the flags of `pm2 start` share these keys. */
const BEHAVIOURS: readonly Behaviour[] = [
  {
    reads: ['wait_ready', 'listen_timeout'],
    convert: (keys, { name, program, notes }) => {
      const ready = readyOf(keys, program, name, notes);
      return ready === undefined ? {} : { ready, env: { NODE_CHANNEL_FD: String(CHANNEL_FD) } };
    },
  },
  {
    reads: [
      'autorestart',
      'stop_exit_codes',
      'max_restarts',
      'min_uptime',
      'restart_delay',
      'exp_backoff_restart_delay',
      'cron_restart',
    ],
    convert: (keys, { name, notes }) => ({ restart: restartOf(keys, name, notes) }),
  },
  {
    reads: ['max_memory_restart'],
    convert: (keys) => memoryOf(keys),
  },
  {
    reads: ['watch', 'ignore_watch', 'watch_delay'],
    convert: (keys, { cwd, name, notes }) => watchOf(keys, cwd, name, notes),
  },
  { reads: ['kill_signal', 'kill_timeout'], convert: (keys) => ({ stop: stopOf(keys) }) },
  {
    reads: ['out_file', 'error_file', 'log_file', 'disable_logs', 'merge_logs'],
    convert: (keys, { cwd, instances, name, notes }) => ({ logs: logsOf(keys, cwd, instances, name, notes) }),
  },
  { reads: ['uid'], convert: ({ uid }) => (uid === undefined ? {} : { user: numeric(uid) }) },
  { reads: ['gid'], convert: ({ gid }) => (gid === undefined ? {} : { group: numeric(gid) }) },
  {
    reads: ['namespace'],
    convert: ({ namespace }) =>
      namespace === undefined ? {} : { namespace: freeName(String(namespace), new Set()) },
  },
  { reads: ['filter_env'], convert: (keys, { name, notes }) => inheritOf(keys, name, notes) },
];

/** The equivalents of all keys of an app, including PM2's defaults for missing ones. */
export function behaviourOf(keys: Keys, place: AppPlace): Keys {
  return merged(BEHAVIOURS, keys, place);
}

/** The equivalents of only the keys that are given. */
export function givenBehaviour(keys: Keys, place: AppPlace): Keys {
  const asked = BEHAVIOURS.filter(({ reads }) => reads.some((key) => keys[key] !== undefined));
  return merged(asked, keys, place);
}

function merged(behaviours: readonly Behaviour[], keys: Keys, place: AppPlace): Keys {
  return Object.assign({}, ...behaviours.map(({ convert }) => convert(keys, place)));
}

function inheritOf(keys: Keys, name: string, notes: Notes): { inheritEnv?: false } {
  const filter = keys.filter_env ?? false;
  if (filter === true) return { inheritEnv: false };
  if (filter !== false && String(filter) !== '') {
    notes.add(
      'filter_env',
      'variables cannot be excluded by name; list the ones to pass on in "inheritEnv"',
      name,
    );
  }
  return {};
}
