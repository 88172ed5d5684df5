import type { Fleet } from '../supervise/fleet.ts';
import type { ExistingInstance } from './plan.ts';

/** The existing instances, for a plan. */
export function existingInstances({ supervisor, journal }: Fleet): ExistingInstance[] {
  return [...journal.state.instances.values()].map((instance) => {
    const { id, spec, pluginEnv } = instance;
    const { alive, status } = supervisor.get(id);
    const isAlive = alive !== null && status !== 'stopping';
    const isDone =
      instance.want === 'running' &&
      !instance.dormant &&
      status === 'stopped' &&
      instance.lastExit?.code === 0;
    return { id, spec, pluginEnv, actual: isAlive ? 'running' : isDone ? 'satisfied' : 'resting' };
  });
}
