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
  'Group',
  'SupplementaryGroups',
  'UMask',
  'NoNewPrivileges',
  'PrivateTmp',
  'ReadOnlyPaths',
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

/** Irrelevant to running a process. */
const IDLE = ['Description', 'Documentation', 'Alias', 'WantedBy', 'RequiredBy', 'Also', 'SyslogIdentifier'];

const LIMIT = 'is not converted: see "limits" of the app, and "maxMemory"';
const AROUND = 'is not run: add it to the command (sh -c "first && exec app"), or run it before the restore';

const UNMAPPED: Record<string, string> = {
  ExecStartPre: AROUND,
  ExecCondition: AROUND,
  ExecStartPost: AROUND,
  ExecStopPost: AROUND,
  ExecStop: 'is not run: the app gets the stop signal',
  ExecReload: 'is not run: "opm reload" starts a new process, and "opm signal HUP" sends a signal',
  Nice: LIMIT,
  OOMScoreAdjust: LIMIT,
  MemoryMax: LIMIT,
  MemoryHigh: LIMIT,
  CPUQuota: LIMIT,
  TasksMax: LIMIT,
  WatchdogSec: 'is not supported: see "liveness"',
  NotifyAccess: 'only systemd uses it',
  KillMode: 'a stop always reaches the whole process group',
  TimeoutStartSec: 'use the timeout of "ready"',
  PIDFile: 'OPM learns the PID when it starts the process',
  RemainAfterExit: 'a process that has exited counts as stopped',
  DynamicUser: 'OPM does not create users: set "user"',
  RuntimeDirectory: 'OPM does not create folders: create it, and pass its path in "env"',
  StateDirectory: 'OPM does not create folders: create it, and pass its path in "env"',
  LogsDirectory: 'OPM does not create folders: create it, and pass its path in "env"',
  CacheDirectory: 'OPM does not create folders: create it, and pass its path in "env"',
  Before: 'add this app to "dependsOn" of the other one',
  Conflicts: 'apps do not exclude each other',
  PartOf: 'apps are not stopped together',
  Slice: 'OPM does not choose control groups',
};

const SANDBOX =
  /^(Protect|Private|Restrict|Read(Only|Write)|Inaccessible|BindPaths|BindReadOnly|NoNewPrivileges|SystemCall|Capability|AmbientCap|LockPersonality|MemoryDeny|RemoveIPC|RootDirectory|Device|IPAddress|Proc(Subset|Sub))/;

/** Notes every key that is not converted. */
export function noteUnmapped(key: string, section: string, app: string, notes: Notes): void {
  if (MAPPED.includes(key) || IDLE.includes(key) || section === 'Install') return;
  if (/^Limit[A-Z]/.test(key)) notes.add(key, LIMIT, app);
  else if (SANDBOX.test(key))
    notes.add(key, 'is not converted: see "privateTmp", "readOnlyPaths" and "capabilities"', app);
  else if (/^(Condition|Assert)/.test(key)) notes.add(key, 'is not checked: the app is always started', app);
  else notes.add(key, UNMAPPED[key] ?? 'is not a key that OPM knows; it is ignored', app);
}
