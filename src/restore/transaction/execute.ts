import pLimit from 'p-limit';
import { messageOf } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { FailedEntry, ReportEntry, RestoreEvent } from '../../protocol/restore-report.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { failed, type StartOutcome } from '../../supervise/outcome.ts';
import type { PreflightChecks } from '../../supervise/preflight/preflight.ts';
import { asBefore } from '../after/as-before.ts';
import { dependencyLevels } from '../dependency-order.ts';
import { roll } from './roll.ts';

export interface Execution {
  fleet: Fleet;
  /** Instances that must be running when it is done, on the specs in the ledger. */
  ids: number[];
  maxStarting: number;
  attempts: number;
  /**
   * `carry-out`: a failure counts for the restore and fails whatever depends on it. `put-back`: what was running
   * before is brought back regardless of the others, and the restart policy continues with what does not start at
   * once.
   */
  purpose: 'carry-out' | 'put-back';
  /** Nothing new is started once this is aborted. */
  signal: AbortSignal;
  emit: (event: RestoreEvent) => void;
  /** Called at the first failure and every later one. */
  failed: (failure: FailedEntry & { id: number }) => void;
  /** Called when an instance begins that had to wait for its turn, because of `maxStarting` or `update`. */
  itsTurn?: () => void;
}

/**
 * Starts instances, each as soon as everything it depends on is ready, at most `maxStarting` at once. One that is
 * still running an older spec is stopped first, in the turns of its app.
 *
 * @returns what was started, in the order in which it became ready
 */
export async function execute(execution: Execution): Promise<ReportEntry[]> {
  const { fleet, ids, emit, signal } = execution;
  const limit = pLimit(execution.maxStarting);
  const preflight = fleet.machine.newPreflight();
  const started: ReportEntry[] = [];
  const apps = groupByApp(ids.map((id) => instanceOf(fleet, id)));
  const outcomes = new Map<string, Promise<boolean>>();

  async function bringUp(instance: LedgerInstance, waited: boolean): Promise<boolean> {
    const { id, spec } = instance;
    const { name, instance: number } = spec;
    if (waited) execution.itsTurn?.();
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      emit({ kind: 'step', id, name, instance: number, status: 'starting', pid: null, ms: null });
      const outcome = await replaceAndStart(execution, instance, preflight);
      if (outcome.ok) {
        started.push({ id, name, instance: number, pid: outcome.pid, ms: outcome.ms });
        emit({
          kind: 'step',
          id,
          name,
          instance: number,
          status: 'online',
          pid: outcome.pid,
          ms: outcome.ms,
        });
        return true;
      }
      if (signal.aborted || attempt < execution.attempts) continue;
      const reason = outcome.reason ?? 'it could not be started';
      emit({ kind: 'step', id, name, instance: number, status: 'failed', pid: null, ms: outcome.ms, reason });
      const { out, err } = spec.logs;
      execution.failed({ id, name, instance: number, reason, log: outcome.log, logs: { out, err } });
      return false;
    }
    return false;
  }

  async function bringUpApp(instances: LedgerInstance[], dependsOn: string[]): Promise<boolean> {
    for (const dependency of dependsOn) {
      const isReady = (await outcomes.get(dependency)) !== false;
      if (isReady || execution.purpose === 'put-back') continue;
      for (const { id, spec } of signal.aborted ? [] : instances) {
        const reason = `it depends on "${dependency}", which is not ready`;
        emit({
          kind: 'step',
          id,
          name: spec.name,
          instance: spec.instance,
          status: 'failed',
          pid: null,
          ms: null,
          reason,
        });
        execution.failed({ id, name: spec.name, instance: spec.instance, reason, log: [] });
      }
      return false;
    }
    const inTurn = (instance: LedgerInstance, waited: boolean) => {
      const isFull = limit.activeCount + limit.pendingCount >= execution.maxStarting;
      return limit(() => bringUp(instance, waited || isFull));
    };
    return roll(instances, inTurn, leave);
  }

  /** A working instance is not taken down for a spec that has just failed. */
  function leave({ id }: LedgerInstance): void {
    const instance = instanceOf(fleet, id);
    const was = fleet.journal.state.restore?.before[id];
    if (signal.aborted || was == null || execution.purpose === 'put-back') return;
    fleet.journal.record([{ op: 'restate', instance: asBefore(instance, was) }]);
    const { name, instance: number } = instance.spec;
    const reason = 'left as it is: another instance could not be replaced';
    emit({ kind: 'step', id, name, instance: number, status: 'failed', pid: null, ms: null, reason });
    execution.failed({ id, name, instance: number, reason, log: [] });
  }

  // In dependency order, so that the outcome of every dependency can be waited for.
  for (const name of dependencyLevels(
    [...apps.values()].flatMap((app) => app.map(({ spec }) => spec)),
  ).flat()) {
    const instances = apps.get(name) ?? [];
    const dependsOn = [...new Set(instances.flatMap(({ spec }) => spec.dependsOn))];
    outcomes.set(name, bringUpApp(instances, dependsOn));
  }
  await Promise.all(outcomes.values());
  return started;
}

async function replaceAndStart(
  { fleet, purpose, signal, emit }: Execution,
  { id, spec }: LedgerInstance,
  preflight: PreflightChecks,
): Promise<StartOutcome> {
  const { supervisor } = fleet;
  if (instanceOf(fleet, id).claim?.stale) {
    const stopped = await supervisor.stop(id, 'start').catch(notStopped);
    if (!stopped.ok) return failed(stopped.reason ?? 'its old process could not be stopped');
    if (stopped.reason !== null) emit({ kind: 'warning', message: `"${spec.name}" ${stopped.reason}` });
    // A rollback may have begun in the meantime; whatever is started after this line is stopped by it.
    if (signal.aborted) return failed('the restore was rolled back');
  }
  return supervisor.start(id, { held: purpose === 'carry-out', preflight });
}

/** The ledger cannot be written: that fails this instance, and with it the restore, which can then be rolled back. */
function notStopped(error: unknown): { ok: false; reason: string } {
  return { ok: false, reason: messageOf(error) };
}

function instanceOf({ journal }: Fleet, id: number): LedgerInstance {
  const instance = journal.state.instances.get(id);
  if (instance === undefined) throw new Error(`The ledger has no instance ${id}`);
  return instance;
}

function groupByApp(instances: LedgerInstance[]): Map<string, LedgerInstance[]> {
  const apps = new Map<string, LedgerInstance[]>();
  for (const instance of instances) {
    const group = apps.get(instance.spec.name);
    if (group === undefined) apps.set(instance.spec.name, [instance]);
    else group.push(instance);
  }
  return apps;
}
