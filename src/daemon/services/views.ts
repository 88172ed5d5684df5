import os from 'node:os';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { InfoEntry, ListEntry } from '../../protocol/intents.ts';
import type { ProcessStat } from '../../runtime/proc/process-table.ts';
import type { Running, Supervised } from '../../supervise/supervised.ts';
import type { Supervisor } from '../../supervise/supervisor.ts';

/** `/proc` counts CPU time and start times in ticks of 10 ms. */
const TICK_MS = 10;
/** Two readings closer together than this say nothing about CPU usage. */
const CPU_SPAN_MS = 500;

/** What `opm list` reports about every instance, sorted by id. Reads `/proc` once per running instance. */
export function listEntries(supervisor: Supervisor): ListEntry[] {
  // Read once: doing it for each of a thousand instances would cost two system calls every time.
  const machineUpMs = os.uptime() * 1000;
  return [...supervisor.journal.state.instances.values()]
    .sort((a, b) => a.id - b.id)
    .map((instance) => listEntry(supervisor, instance, machineUpMs));
}

export function listEntry(
  supervisor: Supervisor,
  instance: LedgerInstance,
  machineUpMs: number = os.uptime() * 1000,
): ListEntry {
  const { id, spec } = instance;
  const supervised = supervisor.get(id);
  const running = aliveOf(supervised);
  const stat = running === null ? null : supervisor.table.stat(running.identity.pid);
  const isSame = stat !== null && stat.startTicks === running?.identity.startTicks;
  return {
    id,
    name: spec.name,
    instance: spec.instance,
    namespace: spec.namespace,
    status: supervised.status,
    pid: running?.identity.pid ?? null,
    restarts: instance.restarts,
    uptimeMs: running === null ? null : uptimeOf(running, machineUpMs),
    cpuPercent: isSame && running !== null ? cpuPercent(running, stat, machineUpMs) : null,
    memoryBytes: isSame ? stat.rssBytes : null,
    exitCode: running === null ? (instance.lastExit?.code ?? null) : null,
    adopted: running?.adopted ?? false,
  };
}

/** What `opm info` reports about an instance. */
export function infoEntry(supervisor: Supervisor, instance: LedgerInstance): InfoEntry {
  const { spec, lastExit } = instance;
  const supervised = supervisor.get(instance.id);
  return {
    ...listEntry(supervisor, instance),
    identity: aliveOf(supervised)?.identity ?? null,
    command: spec.argv,
    cwd: spec.cwd,
    logs: { out: spec.logs.out, err: spec.logs.err },
    lastExit:
      lastExit === null && supervised.reason === null
        ? null
        : {
            code: lastExit?.code ?? null,
            signal: lastExit?.signal ?? null,
            at: lastExit?.at ?? null,
            reason:
              supervised.reason ??
              lastExit?.reason ??
              (lastExit?.unknown ? 'unknown: it ended while no daemon was watching' : null),
          },
    dependsOn: spec.dependsOn,
    port: spec.port ?? null,
    user: spec.user ?? null,
    pluginEnv: instance.pluginEnv,
    env: spec.env,
    inheritedEnv: supervisor.journal.state.envs.get(instance.env ?? '') ?? {},
    wanted: instance.want,
  };
}

function aliveOf({ running }: Supervised): Running | null {
  return running === null || running.ended ? null : running;
}

function uptimeOf({ identity }: Running, machineUpMs: number): number {
  return Math.max(0, Math.round(machineUpMs - identity.startTicks * TICK_MS));
}

/** CPU usage since the previous reading, or over the process's lifetime at the first. 100 is one full core. */
function cpuPercent(running: Running, stat: ProcessStat, machineUpMs: number): number {
  const ticks = stat.userTicks + stat.systemTicks;
  const atMs = performance.now();
  const { cpu } = running;
  const isUsable = cpu !== null && atMs - cpu.atMs >= CPU_SPAN_MS;
  if (cpu === null || isUsable) running.cpu = { ticks, atMs };
  const busyMs = (isUsable ? ticks - cpu.ticks : ticks) * TICK_MS;
  const spanMs = isUsable ? atMs - cpu.atMs : uptimeOf(running, machineUpMs);
  return spanMs <= 0 ? 0 : Math.round((1000 * busyMs) / spanMs) / 10;
}
