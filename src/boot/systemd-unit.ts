import { EXIT } from '../errors.ts';
import {
  type BootSpec,
  daemonCommand,
  homeLine,
  MADE_BY,
  OPEN_FILES,
  RESTART_SECONDS,
  restoreCommand,
  STOP_SECONDS,
} from './boot-spec.ts';
import { HARDENED_SETTINGS } from './hardened-unit.ts';

/** How long the daemon's main thread may be busy without a pause. */
const WATCHDOG_SECONDS = 60;
/** Up to this, apps may raise their limit, as systemd's own services may. */
const MOST_OPEN_FILES = 524_288;

/** Rights over the machine that no app of a fleet needs, since the kernel or the init system is asked for them. */
const NEVER_NEEDED = [
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_BOOT',
  'CAP_SYS_PACCT',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MAC_ADMIN',
  'CAP_MAC_OVERRIDE',
  'CAP_AUDIT_CONTROL',
  'CAP_AUDIT_READ',
  'CAP_LINUX_IMMUTABLE',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
];
const WITHOUT_NEVER_NEEDED = [`CapabilityBoundingSet=~${NEVER_NEEDED.join(' ')}`];

/**
 * The unit `opm.service`.
 *
 * `KillMode=process`: systemd signals only the daemon. It stops the apps itself, in reverse order; and when it is
 * killed or replaced, the apps stay in the unit's control group for the next daemon to adopt. `mixed` would kill them
 * all. For the same reason, one app that the kernel kills for lack of memory must not take the unit down
 * (`OOMPolicy`).
 *
 * Whatever else systemd could take from the daemon it would take from every app: docs/boot.md says what is left open.
 *
 * The start has no time limit because the restore has its own (`settings.timeout`), and the number of tries is
 * unlimited: a machine whose network comes up late must get its fleet in the end. Only a wrong command line is final.
 */
export function systemdUnit(spec: BootSpec): string {
  const isSystem = spec.scope === 'system';
  // User managers have no such target; what a fleet needs from the network is up to `ready` and `wait-for`.
  const network = isSystem ? ['Wants=network-online.target', 'After=network-online.target'] : [];
  return `${[
    `# ${MADE_BY}`,
    `# ${homeLine(spec.home)}`,
    '[Unit]',
    'Description=OPM process manager',
    ...network,
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=notify',
    // Without native calls, the messages of a user's daemon come from systemd-notify, a process of its own.
    `NotifyAccess=${isSystem ? 'main' : 'all'}`,
    // A daemon that hangs is ended, and the next one adopts the apps.
    `WatchdogSec=${WATCHDOG_SECONDS}`,
    ...Object.entries(spec.env).map(([name, value]) => `Environment=${unitWord(`${name}=${value}`)}`),
    `ExecStart=${commandLine(daemonCommand(spec))}`,
    `ExecReload=${commandLine(restoreCommand(spec))}`,
    'Restart=on-failure',
    `RestartSec=${RESTART_SECONDS}`,
    `RestartForceExitStatus=${EXIT.startAgain}`,
    `SuccessExitStatus=${EXIT.startAgain}`,
    `RestartPreventExitStatus=${EXIT.usage}`,
    'KillMode=process',
    'OOMPolicy=continue',
    'TimeoutStartSec=infinity',
    `TimeoutStopSec=${STOP_SECONDS}`,
    'UMask=0077',
    `LimitNOFILE=${OPEN_FILES}:${MOST_OPEN_FILES}`,
    // The daemon's memory has the environments of all apps. Apps may raise theirs.
    'LimitCORE=0:infinity',
    'TasksMax=infinity',
    ...(spec.hardened ? HARDENED_SETTINGS : ['Delegate=yes', ...(isSystem ? WITHOUT_NEVER_NEEDED : [])]),
    '',
    '[Install]',
    `WantedBy=${isSystem ? 'multi-user.target' : 'default.target'}`,
  ].join('\n')}\n`;
}

function commandLine(words: string[]): string {
  // A dollar sign refers to a variable in commands only.
  return words.map((word) => unitWord(word.replaceAll('$', '$$$$'))).join(' ');
}

/** One word as systemd.syntax(7) parses it: percent signs are specifiers, backslashes escape. */
export function unitWord(word: string): string {
  const escaped = word
    .replaceAll('%', '%%')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return /^[\w@%+=:,./-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}
