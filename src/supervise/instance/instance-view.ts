import type { InstanceStatus } from '../../protocol/intents.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';

/** What others see of a process. It is one object as long as the process is one. */
export interface ProcessView {
  readonly identity: Readonly<Identity>;
  /** An earlier daemon started it. */
  readonly adopted: boolean;
  readonly ended: boolean;
}

/** What others see of an instance: how it stands at the moment of asking. Only the instance itself changes it. */
export interface InstanceView {
  readonly id: number;
  readonly status: InstanceStatus;
  /** Its process, if that lives. */
  readonly alive: ProcessView | null;
  /** Why it is `errored`, or why nothing may be started in its place. */
  readonly reason: string | null;
}
