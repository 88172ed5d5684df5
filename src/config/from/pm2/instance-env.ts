import type { Notes } from '../conversion.ts';
import { numeric } from './pm2-values.ts';

/**
 * What differs between the instances of an app: the number PM2 gives each (`NODE_APP_INSTANCE`, or the name in
 * `instance_var`), what `increment_var` counts up, and the port.
 *
 * Instances in PM2's cluster mode share one listening socket. Here each is a process of its own, so a port in
 * their environment becomes `port`, which counts up.
 */
export function instanceEnv(
  keys: Record<string, unknown>,
  env: Record<string, string>,
  instances: unknown,
  name: string,
  notes: Notes,
): { env: Record<string, string>[]; port?: unknown } {
  const count =
    typeof instances === 'number' && Number.isInteger(instances) && instances <= 10_000 ? instances : 0;
  const numberVariable = typeof keys.instance_var === 'string' ? keys.instance_var : 'NODE_APP_INSTANCE';
  const counted = typeof keys.increment_var === 'string' ? keys.increment_var : undefined;
  const first = counted === undefined ? 0 : Number(env[counted] ?? 0) || 0;
  const perInstance = Array.from({ length: Math.max(0, count) }, (_, instance) => ({
    [numberVariable]: String(instance),
    ...(counted === undefined ? {} : { [counted]: String(first + instance) }),
  }));
  const port = portOf(keys, env, count, counted);
  if (isCluster(keys) && count > 1) {
    const ports = port === undefined ? '' : ` on the ports ${port} to ${Number(port) + count - 1}`;
    notes.add('exec_mode', `the instances are separate processes${ports}; they share no socket`, name);
  }
  return port === undefined ? { env: perInstance } : { env: perInstance, port };
}

export function isCluster(keys: Record<string, unknown>): boolean {
  return keys.exec_mode === 'cluster' || keys.exec_mode === 'cluster_mode';
}

function portOf(
  keys: Record<string, unknown>,
  env: Record<string, string>,
  count: number,
  counted: string | undefined,
): unknown {
  if (counted === 'PORT') return undefined;
  if (keys.port !== undefined) return numeric(keys.port);
  const inEnv = numeric(env.PORT);
  return isCluster(keys) && count > 1 && typeof inEnv === 'number' ? inEnv : undefined;
}
