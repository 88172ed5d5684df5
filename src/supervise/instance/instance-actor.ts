import type { Afterwards, Claim, Exit, LedgerInstance } from '../../ledger/facts.ts';
import type { InstanceStatus } from '../../protocol/intents.ts';
import type { Deadline } from '../deadlines.ts';
import { failed, type StartOutcome, type StopOutcome } from '../outcome.ts';
import { NO_CRASHES } from '../policy/restart-policy.ts';
import { leftoverOf } from '../stop/descent.ts';
import type { SignalOutcome } from '../stop/signals.ts';
import { endSurvivors } from '../stop/terminate.ts';
import { type ActingInstance, type ActorTools, statusOf } from './acting-instance.ts';
import { whenReady } from './await-readiness.ts';
import type {
  Answer,
  InstanceEventName,
  InstanceEvents,
  PlannedStart,
  QueuedEventName,
  Renewal,
  StartOptions,
} from './instance-events.ts';
import { type InstanceState, newInstanceState } from './instance-state.ts';
import { type Action, INSTANCE_TABLE } from './instance-table.ts';
import type { InstanceView, ProcessView } from './instance-view.ts';

/**
 * One instance and the only owner of its state: others make requests and see an {@link InstanceView}. Everything that
 * happens to it is an event, and the table has the action for it. Events that take time are handled one after the
 * other, each to its end. Different instances do not wait for each other.
 */
export class InstanceActor implements InstanceView {
  readonly id: number;
  readonly #tools: ActorTools;
  readonly #state: InstanceState;
  readonly #self: ActingInstance;
  /** The end of the queue of events. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(instance: LedgerInstance, tools: ActorTools) {
    this.id = instance.id;
    this.#tools = tools;
    this.#state = newInstanceState(instance);
    this.#self = {
      id: this.id,
      state: this.#state,
      tools,
      defined: () => this.#defined(),
      post: (name, event) => this.#post(name, event),
      happened: (name, event) => this.#handle(name, event),
      settled: async () => void (await this.#tail),
    };
  }

  get status(): InstanceStatus {
    return statusOf(this.#state);
  }

  get reason(): string | null {
    return this.#state.reason;
  }

  get alive(): ProcessView | null {
    const { running } = this.#state;
    return running === null || running.ended ? null : running;
  }

  /** Starts it unless it has a process, and waits until the process is ready. */
  async start(options: StartOptions): Promise<StartOutcome> {
    this.#state.held = options.held === true;
    this.#state.abandoned = false;
    const running = await this.#post('start-asked', options);
    return typeof running === 'string' ? failed(running) : whenReady(this.#self, running);
  }

  /** Ends its process, if it has one, and takes back a planned restart. @throws OpmError LEDGER_UNWRITABLE (1) */
  stop(afterwards: Afterwards, certain: boolean): Promise<StopOutcome> {
    this.#state.stopsAsked += 1;
    return this.#post('stop-asked', { afterwards, certain });
  }

  /**
   * Replaces a working process by a new one, and waits until that is ready. This does not count as a crash. Nothing
   * happens if the process is gone, or if a new one could not be started.
   */
  async renew(renewal: Renewal): Promise<StartOutcome> {
    const running = await this.#post('outworn', renewal);
    return typeof running === 'string' ? failed(running) : whenReady(this.#self, running);
  }

  /** Its process is alive but does not work: it is ended, and the restart policy decides what comes next. */
  async giveUp({ token, cause, reason }: Renewal): Promise<void> {
    const { running, held } = this.#state;
    if (running?.token !== token || held || this.#tools.isClosing()) return;
    await this.#post('unfit', { running, reason, cause });
  }

  adopt(claim: Claim): void {
    void this.#handle('adopted', claim);
  }

  fence(reason: string): void {
    void this.#handle('fenced', { reason });
  }

  resume(exit: Exit): void {
    void this.#handle('exit-missed', exit);
  }

  /** It has no process and is to be started automatically. */
  planStart(planned: PlannedStart): void {
    void this.#handle('start-planned', planned);
  }

  /** Calls `tell` once it is online, unless that is cancelled before. */
  onceOnline(tell: () => void): Deadline {
    const { onceOnline, condition } = this.#state;
    if (condition === 'online') tell();
    else onceOnline.add(tell);
    return { cancel: () => onceOnline.delete(tell) };
  }

  /** Ends what an earlier process left behind. Returns `null`, or what is still there. */
  endLeftovers(token: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const { timeoutMs } = this.#defined().spec.stop;
      return (await endSurvivors(this.#tools, leftoverOf(token), timeoutMs)).left;
    });
  }

  /** A restore works on it: from here on, the restore decides what an exit means. */
  hold(): void {
    this.#state.held = true;
  }

  /** The restart policy applies again. */
  release(): void {
    this.#state.held = false;
  }

  /** The restore that works on it has failed: waiting for its readiness ends now. */
  abandon(): void {
    this.#state.abandoned = true;
    this.#state.running?.waiting?.abort();
  }

  /** Clears the memory of crashes. */
  forgive(): void {
    this.#state.crashes = NO_CRASHES;
  }

  /** The ledger no longer knows it. */
  forget(): void {
    this.#state.forgotten = true;
    this.#state.backoff?.cancel();
  }

  /** Sends a signal to the process alone, not to its group. */
  signal(signal: NodeJS.Signals): SignalOutcome | 'not-running' {
    const { running } = this.#state;
    if (running === null) return 'not-running';
    return this.#tools.signal({ identity: running.identity, signal, group: false });
  }

  #defined(): LedgerInstance {
    const instance = this.#tools.journal.state.instances.get(this.id);
    if (instance === undefined) throw new Error(`The ledger has no instance ${this.id}`);
    return instance;
  }

  #post<Name extends QueuedEventName>(name: Name, event: InstanceEvents[Name]): Promise<Answer<Name>> {
    return this.#inTurn(async () => this.#handle(name, event));
  }

  #handle<Name extends InstanceEventName>(name: Name, event: InstanceEvents[Name]) {
    if (name === 'stop-asked') this.#state.stopsAsked -= 1;
    const action: Action<Name> = INSTANCE_TABLE[this.#state.condition][name];
    return action(this.#self, event);
  }

  /** Works after everything that was queued before. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => {});
    return turn;
  }
}
