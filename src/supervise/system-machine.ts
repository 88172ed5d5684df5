import type { LogRule } from '../logs/rotation-job.ts';
import { homePaths } from '../runtime/home.ts';
import type { Native } from '../runtime/native/native.ts';
import type { ProcessTable } from '../runtime/proc/process-table.ts';
import { openEndWatch } from './adoption/end-watch.ts';
import { openProcessHolds } from './adoption/process-holds.ts';
import { Deadlines } from './deadlines.ts';
import type { Strays } from './kin/strays.ts';
import type { Machine } from './machine.ts';
import { Preflight } from './preflight/preflight.ts';
import { LinkReader } from './start/read-links.ts';
import { Spawner } from './start/spawner.ts';
import { openOrphans } from './stop/orphans.ts';
import { signalSender } from './stop/signals.ts';

/**
 * The machine this daemon runs on, which becomes the parent of all that its apps leave behind.
 *
 * @param options.threads how many threads start processes
 * @param options.strays what may run besides what the ledger knows
 * @param options.home the daemon's
 */
export function systemMachine(options: {
  table: ProcessTable;
  native: Native;
  threads: number;
  strays: Strays | null;
  home: string;
}): Machine {
  const { table, native, threads, strays, home } = options;
  const deadlines = new Deadlines();
  const holds = openProcessHolds({ native, table });
  return {
    table,
    deadlines,
    wallMs: () => Date.now(),
    ends: holds && openEndWatch({ native, holds, deadlines }),
    holds,
    orphans: openOrphans({ subreaper: native.subreaper, table }),
    signal: signalSender({ table, native, holds }),
    newLinks: () => new LinkReader(),
    newPreflight: () => new Preflight({ table, strays }),
    openSpawner: (events) => new Spawner(threads, events),
    rotateLogs: async (job) => {
      const { rotateInWorkers } = await import('../logs/rotation-worker.ts');
      return rotateInWorkers({ ...job, logs: [...job.logs, ownLog(home)] }, home);
    },
  };
}

/** The daemon's own log, which grows too. */
function ownLog(home: string): LogRule {
  const path = homePaths(home).daemonLog;
  return { path, maxSize: 10 * 1024 ** 2, keep: 3, maxAgeMs: null, compress: true };
}
