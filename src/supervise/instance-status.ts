import type { InstanceStatus } from '../protocol/intents.ts';

export type InstanceEvent =
  /** A process is about to be spawned. */
  | 'start-begun'
  /** It could not be spawned, or nothing is to be done about its exit. */
  | 'came-to-rest'
  | 'became-ready'
  /** It ended, or never came to be, and will be started again later. */
  | 'restart-planned'
  | 'stop-begun'
  | 'gave-up'
  /** A process that an earlier daemon started was found alive. */
  | 'adopted';

type Transitions = Partial<Record<InstanceEvent, InstanceStatus>>;

/** The whole life of an instance: state x event → state. What is not in here cannot happen. */
const TABLE: Record<InstanceStatus, Transitions> = {
  stopped: {
    'start-begun': 'starting',
    adopted: 'starting',
    'stop-begun': 'stopping',
    'gave-up': 'errored',
    'came-to-rest': 'stopped',
    'restart-planned': 'backoff',
  },
  errored: {
    'start-begun': 'starting',
    adopted: 'starting',
    'stop-begun': 'stopping',
    'gave-up': 'errored',
    'came-to-rest': 'stopped',
    'restart-planned': 'backoff',
  },
  backoff: {
    'start-begun': 'starting',
    'stop-begun': 'stopping',
    'gave-up': 'errored',
    'came-to-rest': 'stopped',
    'restart-planned': 'backoff',
  },
  starting: {
    'became-ready': 'online',
    'stop-begun': 'stopping',
    'restart-planned': 'backoff',
    'gave-up': 'errored',
    'came-to-rest': 'stopped',
  },
  online: {
    'stop-begun': 'stopping',
    'restart-planned': 'backoff',
    'gave-up': 'errored',
    'came-to-rest': 'stopped',
  },
  stopping: {
    'came-to-rest': 'stopped',
    'restart-planned': 'backoff',
    'gave-up': 'errored',
    'stop-begun': 'stopping',
    'start-begun': 'starting',
  },
};

/** The state after `event`. @throws Error when the table has no such transition: a bug in OPM */
export function nextStatus(status: InstanceStatus, event: InstanceEvent): InstanceStatus {
  const next = TABLE[status][event];
  if (next === undefined) throw new Error(`An instance that is ${status} cannot take the event "${event}"`);
  return next;
}
