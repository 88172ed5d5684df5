import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { EVERYTHING } from '../../config/keys/env-keys.ts';
import type { UserAccount } from './attributes/user.ts';

type Variables = Record<string, string>;

/** The PATH if the environment does not set one. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Never passed on: they describe the process they were given to. With `OPM_*`, an app that is itself run by OPM and
 * calls `opm` would pass its own identity on; with the others, an app would take part in a conversation with systemd or
 * with a Node parent that is not its own, or fail on descriptors that it does not have. `npm_*` variables are noise but
 * harmless, and apps under `npm start` do read them, so they stay.
 */
const NEVER_INHERITED = new Set([
  'OPM_TOKEN',
  'OPM_ID',
  'OPM_NAME',
  'OPM_INSTANCE',
  'NOTIFY_SOCKET',
  'WATCHDOG_PID',
  'WATCHDOG_USEC',
  'LISTEN_FDS',
  'LISTEN_FDNAMES',
  'LISTEN_PID',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_UNIQUE_ID',
]);
const NEVER_INHERITED_PREFIX = 'OPM_TEST_';

/** Passed on even to an app that inherits nothing, if there is a value. */
const ALWAYS_INHERITED = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG'];

/** What another user than the daemon's inherits by default; the rest may be secrets, or lead to root's files. */
const FOR_ANOTHER_USER = /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM)$/;

/** They point into the caller's own session, where another user may not go. */
const OF_THE_CALLERS_SESSION = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'MAIL'];

/**
 * The part of the caller's environment that an app inherits. All of it, or a minimum (`PATH` with its default
 * value, `HOME`, `USER`, `LOGNAME`, `SHELL`, `LANG`), or that minimum and the named variables. Applying it to
 * its own result changes nothing, so it may be stored and used again.
 */
export function inheritVariables(inheritEnv: InstanceSpec['inheritEnv'], callerEnv: Variables): Variables {
  const inherited: Variables = {};
  if (inheritsAll(inheritEnv)) {
    for (const [name, value] of Object.entries(callerEnv)) {
      if (!isPrivate(name)) inherited[name] = value;
    }
    return inherited;
  }
  inherited.PATH = DEFAULT_PATH;
  for (const name of [...ALWAYS_INHERITED, ...(Array.isArray(inheritEnv) ? inheritEnv : [])]) {
    if (Object.hasOwn(callerEnv, name) && !isPrivate(name)) inherited[name] = callerEnv[name]!;
  }
  return inherited;
}

/**
 * The whole environment of a process, the later winning: inherited variables, those of the user it runs as,
 * the app's own, what plugins gave, `PORT`, and the `OPM_*` variables. Pure.
 *
 * @param options.callerEnv environment of the command that defined it, or what `inheritVariables` kept of that
 * @param options.account the user it is switched to; null when it runs as the daemon's own user
 */
export function buildEnvironment(options: {
  spec: Pick<InstanceSpec, 'name' | 'instance' | 'env' | 'inheritEnv' | 'port'>;
  callerEnv: Variables;
  pluginEnv: Variables;
  account: UserAccount | null;
  /** Whether that is another user than the daemon's. */
  isOther: boolean;
  id: number;
  token: string;
}): Variables {
  const { spec, account } = options;
  // First in memory too: the search for what an app left behind reads only the beginning.
  const own = {
    OPM_ID: String(options.id),
    OPM_NAME: spec.name,
    OPM_INSTANCE: String(spec.instance),
    OPM_TOKEN: options.token,
  };
  const env: Variables = { ...own, ...inheritVariables(spec.inheritEnv, options.callerEnv) };
  if (options.isOther && spec.inheritEnv === true) {
    for (const name of Object.keys(env)) {
      if (!Object.hasOwn(own, name) && !FOR_ANOTHER_USER.test(name)) delete env[name];
    }
  }
  if (account !== null) {
    for (const name of OF_THE_CALLERS_SESSION) delete env[name];
    env.HOME = account.home;
    env.USER = account.name;
    env.LOGNAME = account.name;
    env.SHELL = account.shell;
  }
  Object.assign(env, spec.env, options.pluginEnv);
  if (spec.port !== undefined) env.PORT = String(spec.port);
  return Object.assign(env, own);
}

/** The `PATH` that `buildEnvironment` will give the process, or the default one where that is unset or empty. */
export function searchPathOf(spec: InstanceSpec, callerEnv: Variables, pluginEnv: Variables): string {
  const path = pluginEnv.PATH ?? spec.env.PATH ?? inheritedPath(spec.inheritEnv, callerEnv);
  return path === undefined || path === '' ? DEFAULT_PATH : path;
}

/** As `inheritVariables` has it, without copying the rest. */
function inheritedPath(inheritEnv: InstanceSpec['inheritEnv'], callerEnv: Variables): string | undefined {
  const isCallers = inheritsAll(inheritEnv) || (Array.isArray(inheritEnv) && inheritEnv.includes('PATH'));
  return isCallers ? callerEnv.PATH : DEFAULT_PATH;
}

function inheritsAll(inheritEnv: InstanceSpec['inheritEnv']): boolean {
  return inheritEnv === true || (Array.isArray(inheritEnv) && inheritEnv.includes(EVERYTHING));
}

function isPrivate(name: string): boolean {
  return NEVER_INHERITED.has(name) || name.startsWith(NEVER_INHERITED_PREFIX);
}
