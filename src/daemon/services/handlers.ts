import type { DaemonStatus, Intents } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import type { RestoreService } from '../../restore/restore-service.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { HandlerContext, Handlers } from '../transport/dispatcher.ts';
import type { ChangeService } from './change-service.ts';
import type { CommandService } from './command-service.ts';
import { CpuMeter } from './cpu-meter.ts';
import type { SnapshotState } from './snapshot-state.ts';
import type { CommandContext } from './target-work.ts';
import { infoEntries, listEntries, type ViewTools } from './views.ts';

export interface HandlerTools {
  fleet: Fleet;
  restores: RestoreService;
  commands: CommandService;
  changes: ChangeService;
  snapshots: SnapshotState;
  /** What recovery reported. */
  notices: string[];
  status: () => DaemonStatus;
  shutdown: (keepApps: boolean, restart: boolean) => Promise<Intents['shutdown']['result']>;
  wipe: () => Promise<Intents['wipe']['result']>;
}

/** The daemon's handler for each intent. */
export function makeHandlers(tools: HandlerTools): Handlers {
  const { fleet, restores, commands, changes, snapshots } = tools;
  const { journal } = fleet;
  const viewed: ViewTools = { fleet, cpu: new CpuMeter() };
  return {
    status: async () => tools.status(),
    list: async () => ({
      entries: listEntries(viewed),
      snapshotDiffers: await snapshots.differs(journal.state),
      notices: tools.notices,
    }),
    info: async ({ targets }) =>
      infoEntries(viewed, resolveTargets(targets, journal.state.instances.values())),
    restore: (request, { emit }) => restores.restore(request, emit),
    cancel: async ({ caller }) => ({ cancelled: restores.cancel(caller) }),
    launch: (request, { emit }) => restores.launch(request, emit),
    start: ({ targets }, context) => commands.start(targets, asked(context)),
    stop: ({ targets }, context) => commands.stop(targets, asked(context)),
    restart: ({ targets, env }, context) => commands.restart(targets, env, asked(context)),
    reload: ({ targets, env }, context) => commands.reload(targets, env, asked(context)),
    remove: ({ targets }, context) => commands.remove(targets, asked(context)),
    reset: ({ targets }, context) => commands.reset(targets, asked(context)),
    signal: ({ targets, signal }) => commands.signal(targets, signal),
    scale: ({ name, instances }, context) => changes.scale(name, instances, asked(context)),
    adjust: ({ target, ...change }, context) => changes.adjust(target, change, asked(context)),
    save: () => snapshots.save(journal.state),
    shutdown: ({ keepApps, restart = false }) => tools.shutdown(keepApps, restart),
    wipe: () => tools.wipe(),
  };
}

/** The caller, as the services see it. A client that goes away while it waits has withdrawn its request. */
function asked({ caller, emit, signal }: HandlerContext): CommandContext {
  return { caller, waiting: (message) => emit({ kind: 'waiting', message }), cancelled: signal };
}
