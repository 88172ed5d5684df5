import type { LedgerInstance } from '../../ledger/facts.ts';
import type { InfoEntry, ListEntry } from '../../protocol/intents.ts';
import { RESTART_CAUSES } from '../../protocol/restart-cause.ts';
import { readTrees, type TreeUsage } from '../../runtime/proc/process-trees.ts';
import { machineUptimeMs, uptimeOf } from '../../runtime/proc/uptime.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import type { CpuMeter } from './cpu-meter.ts';

/** What a view of the instances reads. */
export interface ViewTools {
  fleet: Fleet;
  cpu: CpuMeter;
}

/** What `opm list` reports about every instance, sorted by id. Reads the process table once. */
export function listEntries(tools: ViewTools): ListEntry[] {
  const instances = [...tools.fleet.journal.state.instances.values()].sort((a, b) => a.id - b.id);
  const reading = readFleet(tools.fleet, instances);
  return instances.map((instance) => listEntry(tools, instance, reading));
}

/** What `opm info` reports about these instances. */
export function infoEntries(tools: ViewTools, instances: readonly LedgerInstance[]): InfoEntry[] {
  const reading = readFleet(tools.fleet, instances);
  return instances.map((instance) => infoEntry(tools, instance, reading));
}

/** What the processes of some instances use at one moment. */
interface Reading {
  trees: Map<number, TreeUsage>;
  machineUpMs: number;
}

function readFleet({ supervisor, machine }: Fleet, instances: readonly LedgerInstance[]): Reading {
  const pids = instances.flatMap(({ id }) => supervisor.get(id).alive?.identity.pid ?? []);
  return { trees: readTrees(machine.table, new Set(pids)), machineUpMs: machineUptimeMs() };
}

function listEntry(
  { fleet, cpu }: ViewTools,
  instance: LedgerInstance,
  { trees, machineUpMs }: Reading,
): ListEntry {
  const { id, spec } = instance;
  const { status, alive } = fleet.supervisor.get(id);
  const found = alive === null ? undefined : trees.get(alive.identity.pid);
  const tree = found?.leader?.startTicks === alive?.identity.startTicks ? found : undefined;
  return {
    id,
    name: spec.name,
    instance: spec.instance,
    namespace: spec.namespace,
    status,
    pid: alive?.identity.pid ?? null,
    restarts: instance.restarts,
    uptimeMs: alive === null ? null : uptimeOf(alive.identity, machineUpMs),
    cpuPercent: alive !== null && tree ? cpu.percentOf(alive, tree.ticks, machineUpMs) : null,
    memoryBytes: tree?.rssBytes ?? null,
    exitCode: alive === null ? (instance.lastExit?.code ?? null) : null,
    adopted: alive?.adopted ?? false,
  };
}

function infoEntry(tools: ViewTools, instance: LedgerInstance, reading: Reading): InfoEntry {
  const { spec, lastExit } = instance;
  const { supervisor, journal } = tools.fleet;
  const { alive, reason } = supervisor.get(instance.id);
  return {
    ...listEntry(tools, instance, reading),
    restartsBy: restartsBy(instance),
    maxMemoryBytes: spec.maxMemory ?? null,
    identity: alive?.identity ?? null,
    command: spec.argv,
    cwd: spec.cwd,
    logs: {
      ...{ out: spec.logs.out, err: spec.logs.err },
      ...(spec.logs.rotation === undefined ? {} : { rotation: spec.logs.rotation }),
    },
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
    inheritEnv: spec.inheritEnv,
    wanted: instance.want,
  };
}

/** How many restarts for each reason. Those of older ledgers have none, so the sum may be less than `restarts`. */
function restartsBy({ causes = {} }: LedgerInstance): InfoEntry['restartsBy'] {
  return Object.fromEntries(
    RESTART_CAUSES.map((cause) => [cause, causes[cause] ?? 0]),
  ) as InfoEntry['restartsBy'];
}
