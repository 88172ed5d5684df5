import type { Notes } from '../conversion.ts';

/** Keys of `[program:x]` that the conversion reads. */
const MAPPED = [
  'command',
  'process_name',
  'numprocs',
  'numprocs_start',
  'autostart',
  'startsecs',
  'startretries',
  'autorestart',
  'exitcodes',
  'stopsignal',
  'stopwaitsecs',
  'user',
  'umask',
  'directory',
  'environment',
  'redirect_stderr',
  'stdout_logfile',
  'stderr_logfile',
];

const ROTATION = 'is not converted: see "logs" for the options';
const EVENTS = 'OPM has no event listeners; see the plugins';
const SYSLOG = 'output goes to files';

/** Keys without an equivalent: the reason, and the values that have no effect. */
const UNMAPPED: Record<string, { reason: string; idle?: string[] }> = {
  priority: {
    reason: 'OPM has no start order by number; list the apps that must be ready first in "dependsOn"',
    idle: ['999'],
  },
  stopasgroup: { reason: 'a stop always reaches the whole process group', idle: ['true'] },
  killasgroup: { reason: 'a stop always reaches the whole process group', idle: ['true'] },
  stdout_logfile_maxbytes: { reason: ROTATION, idle: ['50MB', '0'] },
  stdout_logfile_backups: { reason: ROTATION, idle: ['10', '0'] },
  stderr_logfile_maxbytes: { reason: ROTATION, idle: ['50MB', '0'] },
  stderr_logfile_backups: { reason: ROTATION, idle: ['10', '0'] },
  stdout_capture_maxbytes: { reason: EVENTS, idle: ['0'] },
  stderr_capture_maxbytes: { reason: EVENTS, idle: ['0'] },
  stdout_events_enabled: { reason: EVENTS, idle: ['false', '0'] },
  stderr_events_enabled: { reason: EVENTS, idle: ['false', '0'] },
  stdout_syslog: { reason: SYSLOG, idle: ['false', '0'] },
  stderr_syslog: { reason: SYSLOG, idle: ['false', '0'] },
  serverurl: { reason: 'OPM has no such HTTP server', idle: ['AUTO'] },
};

/** Notes every key that is not converted, unless its value has no effect. */
export function noteUnmapped(keys: Map<string, string>, app: string, notes: Notes): void {
  for (const [key, value] of keys) {
    if (MAPPED.includes(key)) continue;
    const known = UNMAPPED[key];
    if (known === undefined) notes.add(key, 'is not a supervisord key that OPM knows; it is ignored', app);
    else if (!known.idle?.includes(value)) notes.add(key, known.reason, app);
  }
}
