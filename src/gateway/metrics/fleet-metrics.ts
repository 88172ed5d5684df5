import { statSync } from 'node:fs';
import type { DaemonStatus, ListEntry } from '../../protocol/intents.ts';
import { homePaths } from '../../runtime/home.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import type { MetricFamily } from './exposition.ts';

/** A clock tick of `/proc`. */
const TICK_SECONDS = 0.01;

/** The state of a fleet at one moment; `null` if no daemon answers. */
export interface FleetReading {
  home: string;
  fleet: { status: DaemonStatus; entries: ListEntry[] } | null;
}

/** The metrics of a fleet. CPU time is read from the system here, which costs the daemon nothing. */
export function fleetMetrics({ home, fleet }: FleetReading, table: ProcessTable): MetricFamily[] {
  const families: MetricFamily[] = [
    gauge('opm_daemon_up', 'Whether the daemon answers', [{ value: fleet === null ? 0 : 1 }]),
    gauge('opm_ledger_bytes', 'Size of the ledger on disk', [{ value: sizeOf(homePaths(home).ledger) }]),
  ];
  if (fleet === null) return families;
  const { status, entries } = fleet;
  const each = (read: (entry: ListEntry) => number | null): MetricFamily['samples'] =>
    entries.flatMap((entry) => {
      const value = read(entry);
      return value === null ? [] : [{ labels: labelsOf(entry), value }];
    });
  return [
    ...families,
    gauge('opm_daemon_uptime_seconds', 'How long the daemon has been running', [
      { value: (status.uptimeMs ?? 0) / 1000 },
    ]),
    gauge(
      'opm_instance_up',
      'Whether the instance is alive and ready',
      each((entry) => (entry.status === 'online' ? 1 : 0)),
    ),
    {
      name: 'opm_instance_restarts',
      type: 'counter',
      help: 'Restarts since the counter was last reset',
      samples: each(({ restarts }) => restarts),
    },
    {
      name: 'opm_instance_cpu_seconds',
      type: 'counter',
      help: "CPU time of the instance's process, user and system",
      samples: each(({ pid }) => cpuSeconds(pid, table)),
    },
    gauge(
      'opm_instance_memory_bytes',
      "Resident memory of the instance's process",
      each(({ memoryBytes }) => memoryBytes),
    ),
    gauge(
      'opm_instance_uptime_seconds',
      "How long the instance's process has been running",
      each(({ uptimeMs }) => (uptimeMs === null ? null : uptimeMs / 1000)),
    ),
  ];
}

function gauge(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
  return { name, type: 'gauge', help, samples };
}

function labelsOf({ id, name, instance, namespace }: ListEntry): Record<string, string | number> {
  return { id, name, instance, namespace };
}

function cpuSeconds(pid: number | null, table: ProcessTable): number | null {
  const stat = pid === null ? null : table.stat(pid);
  return stat === null ? null : Number(((stat.userTicks + stat.systemTicks) * TICK_SECONDS).toFixed(2));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
