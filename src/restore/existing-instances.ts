import type { Supervisor } from '../supervise/supervisor.ts';
import type { ExistingInstance } from './plan.ts';

/** The instances as they are, for a plan. */
export function existingInstances(supervisor: Supervisor): ExistingInstance[] {
  return [...supervisor.journal.state.instances.values()].map((instance) => {
    const { id, spec, pluginEnv } = instance;
    const { running, status } = supervisor.get(id);
    const isAlive = running !== null && !running.ended && status !== 'stopping';
    const isDone =
      instance.want === 'running' &&
      !instance.dormant &&
      status === 'stopped' &&
      instance.lastExit?.code === 0;
    return { id, spec, pluginEnv, actual: isAlive ? 'running' : isDone ? 'satisfied' : 'resting' };
  });
}
