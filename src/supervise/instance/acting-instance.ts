import type { Exit, LedgerInstance } from '../../ledger/facts.ts';
import type { InstanceStatus } from '../../protocol/intents.ts';
import type { Machine } from '../machine.ts';
import type { ListenerJudge } from '../readiness/listener-judge.ts';
import type { SpawnTools } from '../start/spawn-instance.ts';
import type { TerminateTools } from '../stop/terminate.ts';
import type { Answer, InstanceEventName, InstanceEvents, QueuedEventName } from './instance-events.ts';
import type { InstanceState } from './instance-state.ts';
import type { ProcessView } from './instance-view.ts';

/** Receives events about processes. */
export interface SupervisorEvents {
  started(id: number, running: ProcessView): void;
  exited(id: number, running: ProcessView, exit: Exit, status: InstanceStatus): void;
  /** Something worth a line in the daemon's log. */
  note(message: string): void;
}

/** What plugins give an instance; asked again when the daemon has forgotten it. */
export type PluginEnvironment = (instance: LedgerInstance) => Promise<Record<string, string>>;

/** What all instances share. */
export interface ActorTools extends SpawnTools, TerminateTools {
  machine: Machine;
  events: SupervisorEvents;
  pluginEnv: PluginEnvironment;
  listeners: ListenerJudge;
  /** Whether nothing is started automatically any more. */
  isClosing(): boolean;
}

/** An instance as the actions of its table see it. */
export interface ActingInstance {
  readonly id: number;
  readonly state: InstanceState;
  readonly tools: ActorTools;
  /** What the ledger says of it. @throws Error when it does not know it */
  defined(): LedgerInstance;
  /** Queues the next event behind the one in progress. */
  post<Name extends QueuedEventName>(name: Name, event: InstanceEvents[Name]): Promise<Answer<Name>>;
  /** Handles an event at once, whatever is in progress. */
  happened<Name extends Exclude<InstanceEventName, QueuedEventName>>(
    name: Name,
    event: InstanceEvents[Name],
  ): void;
  /** Resolves once everything queued so far is done. */
  settled(): Promise<void>;
}

export function statusOf({ condition }: InstanceState): InstanceStatus {
  return condition === 'fenced' ? 'errored' : condition;
}
