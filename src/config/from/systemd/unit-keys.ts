import type { Notes } from '../conversion.ts';

/** Keys that the conversion reads, of all sections. */
const MAPPED = [
  'ExecStart',
  'Type',
  'WorkingDirectory',
  'Environment',
  'EnvironmentFile',
  'PassEnvironment',
  'User',
  'Restart',
  'RestartSec',
  'StartLimitIntervalSec',
  'StartLimitInterval',
  'StartLimitBurst',
  'TimeoutStopSec',
  'TimeoutSec',
  'KillSignal',
  'StandardOutput',
  'StandardError',
  'SuccessExitStatus',
  'After',
  'Requires',
  'BindsTo',
  'Wants',
];

/** Say nothing about how a process is run. */
const IDLE = ['Description', 'Documentation', 'Alias', 'WantedBy', 'RequiredBy', 'Also', 'SyslogIdentifier'];

const LIMIT = 'limits are not set here';
const AROUND =
  'is not run: put it into the command (sh -c "first && exec app"), or run it before the restore';

const UNMAPPED: Record<string, string> = {
  ExecStartPre: AROUND,
  ExecCondition: AROUND,
  ExecStartPost: AROUND,
  ExecStopPost: AROUND,
  ExecStop: 'is not run: the app gets the stop signal',
  ExecReload: 'is not run: "opm reload" starts a new process, and "opm signal HUP" sends a signal',
  Group: 'a process gets the groups of its user',
  SupplementaryGroups: 'a process gets the groups of its user',
  UMask: 'the app gets the umask of OPM; set it in the command: sh -c "umask 022; exec …"',
  Nice: LIMIT,
  OOMScoreAdjust: LIMIT,
  MemoryMax: LIMIT,
  MemoryHigh: LIMIT,
  CPUQuota: LIMIT,
  TasksMax: LIMIT,
  WatchdogSec: 'is not listened to: "ready" is for the start alone',
  NotifyAccess: 'systemd alone is told',
  KillMode: 'a stop always reaches the whole process group',
  TimeoutStartSec: 'write it as the timeout of "ready"',
  PIDFile: 'a PID is learned from the start of a process',
  RemainAfterExit: 'what has ended is stopped here',
  DynamicUser: 'OPM makes no users: name one in "user"',
  RuntimeDirectory: 'folders are not made: make it, and name it in "env"',
  StateDirectory: 'folders are not made: make it, and name it in "env"',
  LogsDirectory: 'folders are not made: make it, and name it in "env"',
  CacheDirectory: 'folders are not made: make it, and name it in "env"',
  Before: 'name this app in "dependsOn" of the other one',
  Conflicts: 'apps do not exclude each other',
  PartOf: 'apps are not stopped with each other',
  Slice: 'control groups are not chosen',
};

const SANDBOX =
  /^(Protect|Private|Restrict|Read(Only|Write)|Inaccessible|BindPaths|BindReadOnly|NoNewPrivileges|SystemCall|Capability|AmbientCap|LockPersonality|MemoryDeny|RemoveIPC|RootDirectory|Device|IPAddress|Proc(Subset|Sub))/;

/** Notes every key that is not carried over. */
export function noteUnmapped(key: string, section: string, app: string, notes: Notes): void {
  if (MAPPED.includes(key) || IDLE.includes(key) || section === 'Install') return;
  if (/^Limit[A-Z]/.test(key)) notes.add(key, LIMIT, app);
  else if (SANDBOX.test(key)) notes.add(key, 'OPM does not put apps into a sandbox', app);
  else if (/^(Condition|Assert)/.test(key))
    notes.add(key, 'is not looked at: the app is always started', app);
  else notes.add(key, UNMAPPED[key] ?? 'is no key that OPM knows; it is ignored', app);
}
