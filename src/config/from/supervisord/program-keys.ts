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
  'directory',
  'environment',
  'redirect_stderr',
  'stdout_logfile',
  'stderr_logfile',
];

const ROTATION = 'is not carried over: see "logs" for what there is here';
const EVENTS = 'OPM has no event listeners; see the plugins';
const SYSLOG = 'output goes to files';

/** Keys without an equivalent: why, and the values with which they say nothing. */
const UNMAPPED: Record<string, { reason: string; idle?: string[] }> = {
  priority: {
    reason: 'nothing is started by number; name what must be ready first in "dependsOn"',
    idle: ['999'],
  },
  stopasgroup: { reason: 'a stop always reaches the whole process group', idle: ['true'] },
  killasgroup: { reason: 'a stop always reaches the whole process group', idle: ['true'] },
  umask: {
    reason: 'the app gets the umask of OPM; set it in the command: sh -c "umask 022; exec …"',
    idle: ['022'],
  },
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
  serverurl: { reason: 'there is no HTTP server to call back', idle: ['AUTO'] },
};

/** Notes every key that is not carried over, unless its value says nothing. */
export function noteUnmapped(keys: Map<string, string>, app: string, notes: Notes): void {
  for (const [key, value] of keys) {
    if (MAPPED.includes(key)) continue;
    const known = UNMAPPED[key];
    if (known === undefined) notes.add(key, 'is no key of supervisord that OPM knows; it is ignored', app);
    else if (!known.idle?.includes(value)) notes.add(key, known.reason, app);
  }
}
