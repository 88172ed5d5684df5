import { EXIT } from '../../errors.ts';
import type { Caller, DaemonStatus, Intents } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';
import { reportOf } from '../../restore/build-report.ts';
import type { HookSession } from '../../restore/hook-session.ts';
import { makePlan, planEvent } from '../../restore/plan.ts';
import { existingInstances, restore } from '../../restore/restore-service.ts';
import { carryOut } from '../../restore/transaction.ts';
import type { Supervisor } from '../../supervise/supervisor.ts';
import type { Cancellation } from '../cancellation.ts';
import type { Gate } from '../gate.ts';
import type { Handlers } from '../transport/dispatcher.ts';
import type { CommandService } from './command-service.ts';
import type { SnapshotState } from './snapshot-state.ts';
import { infoEntry, listEntries } from './views.ts';

export interface HandlerTools {
  supervisor: Supervisor;
  hooks: HookSession;
  gate: Gate;
  commands: CommandService;
  snapshots: SnapshotState;
  cancellation: Cancellation;
  /** What recovery had to say. */
  notices: string[];
  status: () => DaemonStatus;
  shutdown: (keepApps: boolean, restart: boolean) => Promise<Intents['shutdown']['result']>;
  wipe: () => Promise<Intents['wipe']['result']>;
}

/** What the daemon does for each intent. */
export function makeHandlers(tools: HandlerTools): Handlers {
  const { supervisor, commands, snapshots, cancellation } = tools;
  const { journal } = supervisor;
  return {
    status: async () => tools.status(),
    list: async () => ({
      entries: listEntries(supervisor),
      snapshotDiffers: await snapshots.differs(journal.state),
      notices: tools.notices,
    }),
    info: async ({ targets }) =>
      resolveTargets(targets, journal.state.instances.values()).map((instance) =>
        infoEntry(supervisor, instance),
      ),
    restore: (request, { emit }) =>
      transaction(tools, {
        kind: 'restore',
        caller: request.caller,
        names: () => null,
        emit,
        work: (cancelled) =>
          restore({ supervisor, hooks: tools.hooks, snapshots: snapshots.folder }, request, {
            cancelled,
            emit,
          }),
      }),
    cancel: async ({ caller }) => ({ cancelled: cancellation.cancel(caller) }),
    launch: (request, { emit }) =>
      transaction(tools, {
        kind: 'launch',
        caller: request.caller,
        names: () => request.instances.map(({ name }) => name),
        emit,
        work: (cancelled) => launch(supervisor, request, { cancelled, emit }),
      }),
    start: ({ targets }) => commands.start(targets),
    stop: ({ targets }) => commands.stop(targets),
    restart: ({ targets, env }) => commands.restart(targets, env),
    reload: ({ targets }) => commands.reload(targets),
    remove: ({ targets }) => commands.remove(targets),
    reset: ({ targets }) => commands.reset(targets),
    signal: ({ targets, signal }) => commands.signal(targets, signal),
    scale: ({ name, instances }) => commands.scale(name, instances),
    adjust: ({ target, name, argv }) => commands.adjust(target, name, argv),
    save: () => snapshots.save(journal.state),
    shutdown: ({ keepApps, restart = false }) => tools.shutdown(keepApps, restart),
    wipe: () => tools.wipe(),
  };
}

/** Runs `work` when its turn has come. The `cancel` intent takes it back before and after that. */
export function transaction<Result>(
  { gate, cancellation }: Pick<HandlerTools, 'gate' | 'cancellation'>,
  options: {
    kind: 'restore' | 'launch' | 'recovery';
    caller: Caller;
    names: () => string[] | null;
    emit: (event: RestoreEvent) => void;
    work: (cancelled: AbortSignal) => Promise<Result>;
  },
): Promise<Result> {
  const { kind, caller, names, emit, work } = options;
  return cancellation.during(caller, (cancelled, begun) =>
    gate.transaction({
      kind,
      caller,
      names,
      waiting: (message) => emit({ kind: 'waiting', message }),
      cancelled,
      work: () => {
        begun();
        return work(cancelled);
      },
    }),
  );
}

/** Starts new apps as one transaction, without plugins: those belong to restores. */
async function launch(
  supervisor: Supervisor,
  request: Intents['launch']['request'],
  { cancelled, emit }: { cancelled: AbortSignal; emit: Parameters<Handlers['launch']>[1]['emit'] },
): Promise<Intents['launch']['result']> {
  const begunMs = performance.now();
  const plan = makePlan({
    wanted: request.instances.map((spec) => ({ spec, want: 'running', inheritedEnv: request.env })),
    existing: existingInstances(supervisor),
    prune: false,
  });
  emit(planEvent(plan));
  const known = supervisor.journal.state.context;
  const context = {
    source: known?.source ?? { kind: 'ledger' as const, path: null },
    plugins: known?.plugins ?? [],
    settings: request.settings,
  };
  const result = plan.every(({ kind }) => kind === 'keep')
    ? { outcome: 'committed' as const, started: [], stopped: [], failed: [], warnings: [], reason: null }
    : await carryOut(supervisor, plan, context, {
        keepGoing: false,
        timeoutMs: request.settings.timeoutMs,
        cancelled,
        emit,
      });
  const durationMs = Math.round(performance.now() - begunMs);
  const report = reportOf({ supervisor, plan, result, outcome: result.outcome, hooks: [], durationMs });
  if (result.outcome === 'committed') return { report, exitCode: EXIT.ok };
  return { report, exitCode: cancelled.aborted ? EXIT.interrupted : EXIT.failed };
}
