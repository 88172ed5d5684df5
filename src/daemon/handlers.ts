import { EXIT } from '../errors.ts';
import { countSteps, makePlan } from '../restore/plan.ts';
import { carryOut } from '../restore/transaction.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import type { CommandService } from './command-service.ts';
import type { Handlers } from './dispatcher.ts';
import type { Gate } from './gate.ts';
import type { HookSession } from './hook-session.ts';
import type { DaemonStatus, Intents } from './protocol.ts';
import { reportOf } from './restore-report.ts';
import { existingInstances, restore } from './restore-service.ts';
import type { SnapshotState } from './snapshot-state.ts';
import { resolveTargets } from './targets.ts';
import { infoEntry, listEntries } from './views.ts';

export interface HandlerTools {
  supervisor: Supervisor;
  hooks: HookSession;
  gate: Gate;
  commands: CommandService;
  snapshots: SnapshotState;
  /** The restore at work can be told to roll back here. */
  cancellation: { current: AbortController | null };
  /** What recovery had to say. */
  notices: string[];
  status: () => DaemonStatus;
  shutdown: (keepApps: boolean, restart: boolean) => Promise<Intents['shutdown']['result']>;
  wipe: () => Promise<Intents['wipe']['result']>;
}

/** What the daemon does for each intent. */
export function makeHandlers(tools: HandlerTools): Handlers {
  const { supervisor, gate, commands, snapshots, cancellation } = tools;
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
      gate.transaction({
        kind: 'restore',
        caller: request.caller,
        names: () => null,
        waiting: (message) => emit({ kind: 'waiting', message }),
        work: () =>
          cancellable(cancellation, (cancelled) =>
            restore({ supervisor, hooks: tools.hooks, snapshots: snapshots.folder }, request, {
              cancelled,
              emit,
            }),
          ),
      }),
    cancel: async () => {
      cancellation.current?.abort('it was cancelled');
      return { cancelled: cancellation.current !== null };
    },
    launch: (request, { emit }) =>
      gate.transaction({
        kind: 'launch',
        caller: request.caller,
        names: () => request.instances.map(({ name }) => name),
        waiting: (message) => emit({ kind: 'waiting', message }),
        work: () =>
          cancellable(cancellation, (cancelled) => launch(supervisor, request, { cancelled, emit })),
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

/** Runs `work` while the `cancel` intent can roll it back. */
export async function cancellable<Result>(
  cancellation: HandlerTools['cancellation'],
  work: (cancelled: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  cancellation.current = abort;
  try {
    return await work(abort.signal);
  } finally {
    cancellation.current = null;
  }
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
  emit({ kind: 'plan', ...countSteps(plan) });
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
