import os from 'node:os';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { InfoEntry, ListEntry } from '../../protocol/intents.ts';
import { uptimeOf } from '../../runtime/proc/uptime.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { CpuMeter } from './cpu-meter.ts';

/** What a view of the instances reads. */
export interface ViewTools {
  fleet: Fleet;
  cpu: CpuMeter;
}

/** What `opm list` reports about every instance, sorted by id. Reads `/proc` once per running instance. */
export function listEntries(tools: ViewTools): ListEntry[] {
  // Read once: doing it for each of a thousand instances would cost two system calls every time.
  const machineUpMs = os.uptime() * 1000;
  return [...tools.fleet.journal.state.instances.values()]
    .sort((a, b) => a.id - b.id)
    .map((instance) => listEntry(tools, instance, machineUpMs));
}

export function listEntry(
  { fleet, cpu }: ViewTools,
  instance: LedgerInstance,
  machineUpMs: number = os.uptime() * 1000,
): ListEntry {
  const { id, spec } = instance;
  const { status, alive } = fleet.supervisor.get(id);
  const stat = alive === null ? null : fleet.machine.table.stat(alive.identity.pid);
  const isSame = stat !== null && stat.startTicks === alive?.identity.startTicks;
  return {
    id,
    name: spec.name,
    instance: spec.instance,
    namespace: spec.namespace,
    status,
    pid: alive?.identity.pid ?? null,
    restarts: instance.restarts,
    uptimeMs: alive === null ? null : uptimeOf(alive.identity, machineUpMs),
    cpuPercent: isSame && alive !== null ? cpu.percentOf(alive, stat, machineUpMs) : null,
    memoryBytes: isSame ? stat.rssBytes : null,
    exitCode: alive === null ? (instance.lastExit?.code ?? null) : null,
    adopted: alive?.adopted ?? false,
  };
}

/** What `opm info` reports about an instance. */
export function infoEntry(tools: ViewTools, instance: LedgerInstance): InfoEntry {
  const { spec, lastExit } = instance;
  const { supervisor, journal } = tools.fleet;
  const { alive, reason } = supervisor.get(instance.id);
  return {
    ...listEntry(tools, instance),
    identity: alive?.identity ?? null,
    command: spec.argv,
    cwd: spec.cwd,
    logs: { out: spec.logs.out, err: spec.logs.err },
    lastExit:
      lastExit === null && reason === null
        ? null
        : {
            code: lastExit?.code ?? null,
            signal: lastExit?.signal ?? null,
            at: lastExit?.at ?? null,
            reason:
              reason ??
              lastExit?.reason ??
              (lastExit?.unknown ? 'unknown: it ended while no daemon was watching' : null),
          },
    dependsOn: spec.dependsOn,
    port: spec.port ?? null,
    user: spec.user ?? null,
    pluginEnv: instance.pluginEnv,
    env: spec.env,
    inheritedEnv: journal.state.envs.get(instance.env ?? '') ?? {},
    wanted: instance.want,
  };
}
