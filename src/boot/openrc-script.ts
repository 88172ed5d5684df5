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

/**
 * The service script `/etc/init.d/opm`. `supervise-daemon` restarts the daemon whatever its exit code was, so
 * `rc-service opm stop` really stops it and `opm daemon stop` does not.
 */
export function openrcScript(spec: BootSpec): string {
  const [program = '', ...args] = daemonCommand(spec);
  const variables = Object.entries(spec.env).map(([name, value]) => `--env ${shellWord(`${name}=${value}`)}`);
  const assignments = Object.entries(spec.env).map(([name, value]) => `${name}=${shellWord(value)}`);
  return `${[
    '#!/sbin/openrc-run',
    `# ${MADE_BY}`,
    `# ${homeLine(spec.home)}`,
    'name="OPM"',
    'description="OPM process manager"',
    'supervisor="supervise-daemon"',
    `command=${shellWord(program)}`,
    // openrc-run evaluates these two a second time.
    `command_args=${shellWord(args.map(shellWord).join(' '))}`,
    `supervise_daemon_args=${shellWord(variables.join(' '))}`,
    `output_log=${shellWord(`${spec.home}/daemon.log`)}`,
    `error_log=${shellWord(`${spec.home}/daemon.log`)}`,
    `respawn_delay=${RESTART_SECONDS}`,
    'respawn_max=0',
    `retry="TERM/${STOP_SECONDS}/KILL/5"`,
    'umask=077',
    `rc_ulimit="-n ${OPEN_FILES}"`,
    'extra_started_commands="reload"',
    'description_reload="Apply a changed config"',
    '',
    'depend() {',
    '\tneed localmount',
    '\tuse net dns logger',
    '\tafter bootmisc firewall',
    '}',
    '',
    'start_pre() {',
    `\tcheckpath --directory --mode 0700 ${shellWord(spec.home)}`,
    '}',
    '',
    'reload() {',
    `\tenv ${[...assignments, ...restoreCommand(spec).map(shellWord)].join(' ')}`,
    '}',
  ].join('\n')}\n`;
}

/** One word, quoted for a POSIX shell. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
