import type { Notes } from '../conversion.ts';
import { numeric } from './pm2-values.ts';

/** What PM2 sets for each instance, and how it continues with the next. */
export interface InstanceEnv {
  env: Record<string, string>;
  countUp: string[];
  port?: unknown;
}

/**
 * The number PM2 gives each instance (`NODE_APP_INSTANCE`, or the name in `instance_var`), what `increment_var`
 * counts up, and the port.
 *
 * Instances in PM2's cluster mode share one listening socket. Here each is a separate process, so a port in their
 * environment becomes `port`, which counts up.
 */
export function instanceEnv(
  keys: Record<string, unknown>,
  env: Record<string, string>,
  instances: unknown,
  program: string,
  name: string,
  notes: Notes,
): InstanceEnv {
  const numberVariable = typeof keys.instance_var === 'string' ? keys.instance_var : 'NODE_APP_INSTANCE';
  const counted = typeof keys.increment_var === 'string' ? keys.increment_var : undefined;
  const count = typeof instances === 'number' ? instances : 1;
  const cluster = isCluster(keys, program);
  const port = portOf(keys, env, cluster, counted);
  if (cluster && count > 1) {
    const ports = port === undefined ? '' : ` on the ports ${port} to ${Number(port) + count - 1}`;
    const fixed =
      port === undefined ? ', so a hard-coded port works only for the first: read it from PORT' : '';
    notes.add(
      'exec_mode',
      `the instances are separate processes${ports} and do not share a socket${fixed}`,
      name,
    );
  }
  return {
    env: {
      [numberVariable]: '0',
      ...(counted === undefined ? {} : { [counted]: String(Number(env[counted] ?? 0) || 0) }),
    },
    countUp: [numberVariable, ...(counted === undefined ? [] : [counted])],
    ...(port === undefined ? {} : { port }),
  };
}

/** PM2 uses cluster mode for every app of Node or Bun whose `instances` is a number, unless configured otherwise. */
function isCluster(keys: Record<string, unknown>, program: string): boolean {
  const { exec_mode: mode, instances } = keys;
  if (mode !== undefined) return mode === 'cluster' || mode === 'cluster_mode';
  return instances !== undefined && keys.execute_command !== true && /(node|bun)$/.test(program);
}

function portOf(
  keys: Record<string, unknown>,
  env: Record<string, string>,
  cluster: boolean,
  counted: string | undefined,
): unknown {
  if (counted === 'PORT') return undefined;
  if (keys.port !== undefined) return numeric(keys.port);
  const inEnv = numeric(env.PORT);
  return cluster && typeof inEnv === 'number' ? inEnv : undefined;
}
