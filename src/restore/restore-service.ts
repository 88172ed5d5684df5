import type { Caller, Intents, RestoreRequest } from '../protocol/intents.ts';
import type { RestoreEvent } from '../protocol/restore-report.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { finishHooks } from './after/finish-hooks.ts';
import { Cancellation } from './cancellation.ts';
import type { Gate } from './gate.ts';
import type { HookSession } from './hook-session.ts';
import { launchApps } from './launch/launch-apps.ts';
import { namesAround } from './launch/settle-programs.ts';
import { performRestore } from './restore-run.ts';
import { commitOrRollBack, type TransactionResult } from './transaction/transaction.ts';

type Emit = (event: RestoreEvent) => void;

/**
 * Everything that is carried out or rolled back as a whole: restores, launches, and what a dead daemon left open.
 * Each waits for its turn at the gate, and can be cancelled from its first moment to its end.
 */
export class RestoreService {
  readonly #fleet: Fleet;
  readonly #hooks: HookSession;
  readonly #gate: Gate;
  readonly #snapshots: string;
  readonly #cancellation = new Cancellation();

  /** @param options.snapshots the folder of the saved sets */
  constructor(options: { fleet: Fleet; hooks: HookSession; gate: Gate; snapshots: string }) {
    this.#fleet = options.fleet;
    this.#hooks = options.hooks;
    this.#gate = options.gate;
    this.#snapshots = options.snapshots;
  }

  /** @throws OpmError RESTORE_BUSY (75), RESTORE_WITHDRAWN (130), or what makes the request impossible */
  restore(request: RestoreRequest, emit: Emit): Promise<Intents['restore']['result']> {
    const tools = { fleet: this.#fleet, hooks: this.#hooks, snapshots: this.#snapshots };
    return this.#inTurn({
      kind: 'restore',
      caller: request.caller,
      names: () => null,
      emit,
      work: (cancelled) => performRestore(tools, request, { cancelled, emit }),
    });
  }

  /**
   * Starts new apps.
   *
   * @throws OpmError RESTORE_BUSY (75), RESTORE_WITHDRAWN (130), LEDGER_UNWRITABLE (1), NAME_IN_USE (1)
   */
  launch(request: Intents['launch']['request'], emit: Emit): Promise<Intents['launch']['result']> {
    return this.#inTurn({
      kind: 'launch',
      caller: request.caller,
      names: () => namesAround(request, this.#fleet.journal.state.instances.values()),
      emit,
      work: (cancelled) => launchApps(this.#fleet, request, { cancelled, emit }),
    });
  }

  /**
   * Commits or rolls back the restore that a dead daemon left open, and runs the hooks that it has left out. Returns how
   * that went, a line each.
   */
  finishInterrupted(): Promise<string[]> {
    const emit = () => {};
    return this.#inTurn({
      kind: 'recovery',
      caller: { pid: process.pid, command: 'recovery' },
      names: () => null,
      emit,
      work: async (cancelled) => {
        const open = this.#fleet.journal.state.restore;
        const lines: string[] = [];
        let result: TransactionResult | null = null;
        if (open !== null) {
          const { keepGoing, context } = open;
          const { timeoutMs } = context.settings;
          const options = { keepGoing, timeoutMs, cancelled, emit };
          result = await commitOrRollBack(this.#fleet, options);
          const { outcome, reason, notPutBack = [] } = result;
          lines.push(...notPutBack);
          lines.push(`the interrupted restore was ${reason === null ? outcome : `${outcome}: ${reason}`}`);
        }
        const tools = { fleet: this.#fleet, hooks: this.#hooks };
        return [...lines, ...(await finishHooks(tools, result))];
      },
    });
  }

  /** Cancels what this caller asked for, or the running one if no caller is named. Returns whether there was any. */
  cancel(caller: Caller | undefined): boolean {
    return this.#cancellation.cancel(caller);
  }

  /** Cancels everything and waits until it is over. */
  async end(reason: string): Promise<void> {
    this.#cancellation.cancelAll(reason);
    await this.#gate.idle();
  }

  #inTurn<Result>(options: {
    kind: 'restore' | 'launch' | 'recovery';
    caller: Caller;
    names: () => string[] | null;
    emit: Emit;
    work: (cancelled: AbortSignal) => Promise<Result>;
  }): Promise<Result> {
    const { kind, caller, names, emit, work } = options;
    return this.#cancellation.during(caller, (cancelled, begun, withdraw) =>
      this.#gate.exclusive({
        kind,
        caller,
        names,
        waiting: (message) => emit({ kind: 'waiting', message }),
        cancelled,
        withdraw,
        work: () => {
          begun();
          return work(cancelled);
        },
      }),
    );
  }
}
