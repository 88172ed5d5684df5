import type { InstanceStatus } from '../../protocol/intents.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';

/** What others see of a process: the same object as long as it is the same process. */
export interface ProcessView {
  readonly identity: Readonly<Identity>;
  /** An earlier daemon started it. */
  readonly adopted: boolean;
  readonly ended: boolean;
}

/** What others see of an instance: its state at that moment. Only the instance itself changes it. */
export interface InstanceView {
  readonly id: number;
  readonly status: InstanceStatus;
  /** Its process, if it is alive. */
  readonly alive: ProcessView | null;
  /** Why it is `errored`, or why nothing may be started in its place. */
  readonly reason: string | null;
}
