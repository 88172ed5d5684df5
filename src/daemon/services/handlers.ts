import type { DaemonStatus, Intents } from '../../protocol/intents.ts';
import { resolveTargets } from '../../protocol/resolve-targets.ts';
import type { RestoreService } from '../../restore/restore-service.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { Handlers } from '../transport/dispatcher.ts';
import type { CommandService } from './command-service.ts';
import { CpuMeter } from './cpu-meter.ts';
import type { SnapshotState } from './snapshot-state.ts';
import { infoEntry, listEntries, type ViewTools } from './views.ts';

export interface HandlerTools {
  fleet: Fleet;
  restores: RestoreService;
  commands: CommandService;
  snapshots: SnapshotState;
  /** What recovery reported. */
  notices: string[];
  status: () => DaemonStatus;
  shutdown: (keepApps: boolean, restart: boolean) => Promise<Intents['shutdown']['result']>;
  wipe: () => Promise<Intents['wipe']['result']>;
}

/** The daemon's handler for each intent. */
export function makeHandlers(tools: HandlerTools): Handlers {
  const { fleet, restores, commands, snapshots } = tools;
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
      resolveTargets(targets, journal.state.instances.values()).map((instance) =>
        infoEntry(viewed, instance),
      ),
    restore: (request, { emit }) => restores.restore(request, emit),
    cancel: async ({ caller }) => ({ cancelled: restores.cancel(caller) }),
    launch: (request, { emit }) => restores.launch(request, emit),
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
