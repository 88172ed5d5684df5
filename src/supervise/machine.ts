import type { RotationJob, RotationReport } from '../logs/rotation-job.ts';
import type { SpawnRequest, SpawnResult } from '../pool/spawn-protocol.ts';
import type { ProcessTable } from '../runtime/proc/process-table.ts';
import type { EndWatch } from './adoption/end-watch.ts';
import type { ProcessHolds } from './adoption/process-holds.ts';
import type { Deadlines } from './deadlines.ts';
import type { PreflightChecks } from './preflight/preflight.ts';
import type { Links } from './start/read-links.ts';
import type { SpawnerEvents } from './start/spawner.ts';
import type { Orphans } from './stop/orphans.ts';
import type { SignalSender } from './stop/signals.ts';

/** What starts processes; see `start/spawner.ts` for the one with threads. */
export interface ProcessSpawner {
  /** Never rejects: a failure is a result with `ok: false`. */
  spawn(request: SpawnRequest): Promise<SpawnResult>;
  /** Processes run on. */
  close(): Promise<void>;
}

/** All that supervision needs of the machine. Tests put one in its place that exists in memory. */
export interface Machine {
  readonly table: ProcessTable;
  /** The clock, and whatever waits for it. */
  readonly deadlines: Deadlines;
  /** The time of day, in milliseconds since 1970. Unlike `deadlines` it may be set back and forth. */
  wallMs(): number;
  readonly signal: SignalSender;
  /** The owner of the claims' process descriptors; `null` where the kernel has none. */
  readonly holds: ProcessHolds | null;
  /** Reports the exits of processes that are not our children; `null`: they have to be polled. */
  readonly ends: EndWatch | null;
  /** Orphans of our apps; `null`: another process inherits them. */
  readonly orphans: Orphans | null;
  /** The checks that precede a batch of starts. */
  newPreflight(): PreflightChecks;
  /** Resolves the links in a batch of specs. */
  newLinks(): Links;
  openSpawner(events: SpawnerEvents): ProcessSpawner;
  /** Has logs rotated, by other processes. Never rejects for a single log. */
  rotateLogs(job: Omit<RotationJob, 'user'>): Promise<RotationReport>;
}
