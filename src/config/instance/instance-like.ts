import { join, parse } from 'node:path';
import { counted } from '../keys/env-keys.ts';
import { type LogPaths, NUMBER } from '../keys/logs-keys.ts';
import { readyAt } from '../keys/ready-keys.ts';
import { livenessAt } from '../keys/upkeep/liveness-keys.ts';
import type { InstanceSpec } from './instance-spec.ts';

/**
 * Another instance of the app that `model` belongs to, as the config with more `instances` would have it: with its
 * own port, readiness address and log files. Pure.
 */
export function instanceLike(model: InstanceSpec, instance: number): InstanceSpec {
  const { port } = model;
  const moved = port === undefined ? undefined : port + instance - model.instance;
  return {
    ...model,
    instance,
    logs: { ...model.logs, out: logLike(model, 'out', instance), err: logLike(model, 'err', instance) },
    env: {
      ...model.env,
      ...counted(model.countUp ?? [], model.env, instance - model.instance),
      ...(moved === undefined ? {} : { PORT: String(moved) }),
    },
    ...(moved === undefined ? {} : { port: moved }),
    ...(model.ready === undefined ? {} : { ready: readyAt(model.ready, port, instance - model.instance) }),
    ...(model.liveness === undefined
      ? {}
      : { liveness: livenessAt(model.liveness, port, instance - model.instance) }),
  };
}

/** The same instance of an app that has another name. Logs that are named after the app get its new name. Pure. */
export function instanceNamed(spec: InstanceSpec, name: string): InstanceSpec {
  const logNamed = (stream: keyof LogPaths): string => {
    const { [stream]: path } = spec.logs;
    const { dir, base } = parse(path);
    const rest = `-${spec.instance}.${stream}.log`;
    return base === `${spec.name}${rest}` ? join(dir, `${name}${rest}`) : path;
  };
  return { ...spec, name, logs: { ...spec.logs, out: logNamed('out'), err: logNamed('err') } };
}

/**
 * If the config sets no place for the number, it replaces the model's in the file's name; a name without a number
 * gets one.
 */
function logLike({ logs, instance: model }: InstanceSpec, stream: keyof LogPaths, instance: number): string {
  const pattern = logs.pattern?.[stream];
  if (pattern !== undefined) return pattern.replaceAll(NUMBER, String(instance));
  const { [stream]: path } = logs;
  if (path.startsWith('/dev/')) return path;
  const { dir, base, name, ext } = parse(path);
  const numbered = new RegExp(`-${model}(?=(\\.[^-]*)?$)`);
  return join(
    dir,
    numbered.test(base) ? base.replace(numbered, `-${instance}`) : `${name}-${instance}${ext}`,
  );
}
