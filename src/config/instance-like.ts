import { join, parse } from 'node:path';
import type { InstanceSpec } from './instance-spec.ts';
import { readyOf } from './resolve-instances.ts';

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
    logs: {
      out: logLike(model.logs.out, model.instance, instance),
      err: logLike(model.logs.err, model.instance, instance),
    },
    ...(moved === undefined ? {} : { port: moved, env: { ...model.env, PORT: String(moved) } }),
    ...(model.ready === undefined ? {} : { ready: readyOf(model.ready, port, instance - model.instance) }),
  };
}

/** The instance's number in the file's name takes the place of the model's; a name without a number gets one. */
function logLike(path: string, model: number, instance: number): string {
  if (path.startsWith('/dev/')) return path;
  const { dir, base, name, ext } = parse(path);
  const numbered = new RegExp(`-${model}(?=(\\.[^-]*)?$)`);
  return join(
    dir,
    numbered.test(base) ? base.replace(numbered, `-${instance}`) : `${name}-${instance}${ext}`,
  );
}
