import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { scriptIndexOf } from '../config/instance/interpreter.ts';
import type { InfoEntry, InstanceStatus } from '../protocol/intents.ts';
import { maskSecrets } from '../protocol/mask-secrets.ts';

/** What PM2 calls a state. */
const STATUS: Readonly<Record<InstanceStatus, string>> = {
  starting: 'launching',
  online: 'online',
  backoff: 'waiting restart',
  stopping: 'stopping',
  stopped: 'stopped',
  errored: 'errored',
};

/**
 * The instances as `pm2 jlist` prints them, for programs that read that. PM2 has the environment twice, in `env` and
 * beside it; so it is here.
 *
 * @param options.showSecrets also the values of variables that look like secrets
 * @param options.nowMs the time, in milliseconds since 1970
 */
export function pm2List(
  infos: readonly InfoEntry[],
  options: { showSecrets: boolean; nowMs: number },
): Record<string, unknown>[] {
  return infos.map((info) => ({
    pid: info.pid ?? 0,
    name: info.name,
    pm2_env: pm2Environment(info, infos, options),
    pm_id: info.id,
    monit: { memory: info.memoryBytes ?? 0, cpu: info.cpuPercent ?? 0 },
  }));
}

/** As `pm2 prettylist` prints it: the literals of JavaScript. */
export function pm2PrettyList(list: readonly unknown[]): string {
  return `${inspect(list, { depth: null, maxArrayLength: null, maxStringLength: null })}\n`;
}

function pm2Environment(
  info: InfoEntry,
  infos: readonly InfoEntry[],
  { showSecrets, nowMs }: { showSecrets: boolean; nowMs: number },
): Record<string, unknown> {
  const whole = { ...info.inheritedEnv, ...info.env };
  const env = showSecrets ? whole : maskSecrets(whole);
  const [program = '', ...words] = info.command;
  const at = scriptIndexOf(info.command);
  const hasScript = at > 0;
  return {
    ...env,
    name: info.name,
    namespace: info.namespace,
    env,
    args: hasScript ? info.command.slice(at + 1) : words,
    node_args: hasScript ? info.command.slice(1, at) : [],
    exec_interpreter: hasScript ? program : 'none',
    exec_mode: 'fork_mode',
    pm_exec_path: resolve(info.cwd, hasScript ? info.command[at]! : program),
    pm_cwd: info.cwd,
    pm_out_log_path: info.logs.out,
    pm_err_log_path: info.logs.err,
    instances: infos.filter(({ name }) => name === info.name).length,
    NODE_APP_INSTANCE: info.instance,
    autostart: true,
    autorestart: true,
    watch: false,
    status: STATUS[info.status],
    pm_id: info.id,
    pm_uptime: info.uptimeMs === null ? 0 : nowMs - info.uptimeMs,
    created_at: info.uptimeMs === null ? 0 : nowMs - info.uptimeMs,
    restart_time: info.restarts,
    unstable_restarts: 0,
    ...(info.exitCode === null ? {} : { exit_code: info.exitCode }),
  };
}
