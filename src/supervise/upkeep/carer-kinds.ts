import type { InstanceSpec, Settings } from '../../config/instance/instance-spec.ts';
import type { Carer, CarerTools } from './carer.ts';

/** Which apps need a carer, and where its code is loaded from. */
export interface CarerKind {
  isFor(spec: InstanceSpec, settings: Settings | undefined): boolean;
  /** Called when the first app that needs it appears: without one, it is never loaded. */
  load(): Promise<new (tools: CarerTools) => Carer>;
}

export const CARER_KINDS: readonly CarerKind[] = [
  {
    isFor: ({ maxMemory }) => maxMemory !== undefined,
    load: async () => (await import('./memory-carer.ts')).MemoryCarer,
  },
  {
    isFor: ({ restart }) => restart.cron !== undefined,
    load: async () => (await import('./cron-carer.ts')).CronCarer,
  },
  {
    isFor: ({ watch }) => watch !== undefined,
    load: async () => (await import('./watch-carer.ts')).WatchCarer,
  },
  {
    isFor: ({ liveness }) => liveness !== undefined,
    load: async () => (await import('./liveness-carer.ts')).LivenessCarer,
  },
  {
    isFor: ({ logs: { rotation } }, settings) =>
      rotation?.maxSize !== undefined ||
      rotation?.maxAgeMs !== undefined ||
      settings?.logBudget !== undefined,
    load: async () => (await import('./rotation-carer.ts')).RotationCarer,
  },
];
