import { randomUUID } from 'node:crypto';
import { messageOf } from '../../errors.ts';
import type { Fact, RestoreContext, RestoreSteps } from '../../ledger/facts.ts';
import { giveRoom, holdRoom } from '../../ledger/ledger-room.ts';
import type { FailedEntry, ReportEntry, RestoreEvent } from '../../protocol/restore-report.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { describeExit } from '../../supervise/outcome.ts';
import { startLate } from '../after/start-late.ts';
import { EnvironmentStore } from '../environment-store.ts';
import { areOnline, awaitKept } from '../kept.ts';
import type { PlanStep } from '../plan.ts';
import { stopInReverseOrder } from '../stop-all.ts';
import { execute } from './execute.ts';
import { rollBack } from './rollback.ts';

export interface TransactionOptions {
  keepGoing: boolean;
  /** For the restore, in milliseconds; it starts over with each instance that had to wait for its turn. */
  timeoutMs: number;
  /** Aborted, with the reason as a string, to roll back. */
  cancelled: AbortSignal;
  emit: (event: RestoreEvent) => void;
  /** What the ledger calls it; default: a new name. */
  id?: string;
  /** Instances that are kept and must be ready at the commit. */
  kept?: number[];
}

export interface TransactionResult {
  outcome: 'committed' | 'rolled-back' | 'partial';
  /** Instances that were started, with their process. Empty after a rollback. */
  started: ReportEntry[];
  stopped: ReportEntry[];
  failed: FailedEntry[];
  warnings: string[];
  /** Why it was rolled back. */
  reason: string | null;
  /** What the rollback could not put back; absent: nothing. */
  notPutBack?: string[];
}

/** The result of a plan with nothing to do. */
export const NOTHING_DONE: TransactionResult = {
  ...{ outcome: 'committed', started: [], stopped: [], failed: [], warnings: [], reason: null },
};

/**
 * Carries out a plan, all or nothing. The ledger records what is about to be done before anything is done, so the
 * next daemon can finish it or roll it back.
 *
 * @throws OpmError LEDGER_UNWRITABLE (1): nothing was done
 */
export async function carryOut(
  fleet: Fleet,
  plan: PlanStep[],
  context: RestoreContext,
  options: TransactionOptions,
): Promise<TransactionResult> {
  const facts = openingFacts(fleet, plan, context, options);
  const { journal } = fleet;
  // For the way back: what is replaced must be put back even if the disk is full by then.
  holdRoom(journal.file, facts.length * 8);
  try {
    await journal.append(facts);
  } catch (error) {
    giveRoom(journal.file);
    throw error;
  }
  faultPoint('restore.begun');
  return commitOrRollBack(fleet, options);
}

/** The facts that open a restore in the ledger: its steps, and the new definition of every instance. */
function openingFacts(
  fleet: Fleet,
  plan: PlanStep[],
  context: RestoreContext,
  options: Pick<TransactionOptions, 'keepGoing' | 'id'>,
): Fact[] {
  const { journal } = fleet;
  const { state } = journal;
  const environments = new EnvironmentStore(state.envs);
  const steps: RestoreSteps = { define: [], start: [], replace: [], stop: [] };
  const definitions: Fact[] = [];
  for (const step of plan) {
    if (step.kind === 'keep') continue;
    if (step.kind === 'stop') {
      steps.stop.push(step.id);
      definitions.push({ op: 'want', id: step.id, want: 'stopped' });
      continue;
    }
    const id = step.kind === 'define' || step.id === null ? journal.allocateId() : step.id;
    const { spec, want, inheritedEnv, pluginEnv } = step.wanted;
    const env = environments.keyFor(spec, inheritedEnv);
    definitions.push({ op: 'define', id, spec, env, pluginEnv: pluginEnv ?? [] });
    definitions.push({ op: 'want', id, want });
    steps[step.kind].push(id);
  }
  const restore = options.id ?? randomUUID();
  return [
    ...environments.facts,
    { op: 'begin', restore, context, steps, keepGoing: options.keepGoing, at: now() },
    ...definitions,
  ];
}

/**
 * Brings the restore that is open in the ledger to its end: does what remains and commits, or rolls back. Both a new
 * restore and one left behind by a dead daemon end here.
 */
export async function commitOrRollBack(
  fleet: Fleet,
  options: TransactionOptions,
): Promise<TransactionResult> {
  const { supervisor, journal, machine } = fleet;
  const { restore } = journal.state;
  if (restore === null) throw new Error('No restore is open');
  const warnings: string[] = [];
  const emit = (event: RestoreEvent) => {
    if (event.kind === 'warning') warnings.push(event.message);
    options.emit(event);
  };
  const failed: FailedEntry[] = [];
  const failedIds = new Set<number>();
  const kept = options.kept ?? [];
  if (restore.rollingBack !== null) {
    const { reason } = restore.rollingBack;
    return rolledBack(await rollBack({ fleet, restore, reason, emit }), failed, reason, warnings);
  }

  const abort = new AbortController();
  const ids = [...restore.steps.start, ...restore.steps.replace].filter((id) =>
    journal.state.instances.has(id),
  );
  const stopIds = restore.steps.stop.filter((id) => journal.state.instances.has(id));
  const fail = (reason: string) => {
    if (abort.signal.aborted) return;
    abort.abort(reason);
    for (const id of ids) supervisor.abandon(id);
  };
  const tooLate = () => {
    failed.push(...unreadyEntries(fleet, [...ids, ...kept]));
    fail(`the restore took longer than ${options.timeoutMs / 1000}s`);
  };
  let deadline = machine.deadlines.after(options.timeoutMs, tooLate);
  // Instances that wait for their turn are not late: the time limit is for those that have begun.
  const itsTurn = () => {
    deadline.cancel();
    deadline = machine.deadlines.after(options.timeoutMs, tooLate);
  };
  const cancel = () => fail(String(options.cancelled.reason));
  if (options.cancelled.aborted) cancel();
  options.cancelled.addEventListener('abort', cancel, { once: true });

  const failedAll = (entries: (FailedEntry & { id: number })[]) => {
    for (const { id, ...entry } of entries) {
      failed.push(entry);
      failedIds.add(id);
      if (!options.keepGoing) fail(describeFailure(entry));
    }
  };

  try {
    const { signal } = abort;
    const keptReady = awaitKept(fleet, kept, { signal, emit }).then(failedAll);
    const stopped = await stopFirst(fleet, stopIds, { emit, failed, fail }).catch((error) => {
      // The ledger cannot be written. What was begun is rolled back in memory, and in the file once that is possible.
      fail(messageOf(error));
      return [];
    });
    const started = await execute({
      fleet,
      ids,
      maxStarting: restore.context.settings.maxStarting,
      attempts: restore.context.settings.attempts,
      purpose: 'carry-out',
      signal,
      emit,
      failed: (entry) => failedAll([entry]),
      itsTurn,
    });
    await keptReady;
    // One that has crashed since may be back in a moment.
    const lost = kept.filter((id) => !failedIds.has(id) && !areOnline(fleet, [id]));
    if (!signal.aborted) failedAll(await awaitKept(fleet, lost, { signal, emit: () => {} }));
    if (!signal.aborted) {
      const ready = ids.filter((id) => !failedIds.has(id));
      failedAll(diedAgain(fleet, ready));
    }
    if (!signal.aborted && (await commit(fleet, restore.id, ids, stopIds, fail))) {
      startLate(fleet, failedIds);
      const outcome = failed.length > 0 ? 'partial' : 'committed';
      return { outcome, started, stopped, failed, warnings, reason: null };
    }
    const reason = String(signal.reason);
    const troubles = await rollBack({ fleet, restore, reason, emit });
    const keptFailed = kept.filter((id) => failedIds.has(id));
    startLate(fleet, keptFailed);
    return rolledBack(troubles, failed, reason, warnings);
  } finally {
    giveRoom(journal.file);
    deadline.cancel();
    options.cancelled.removeEventListener('abort', cancel);
  }
}

/** Commits. False when the ledger could not be written: then it has to be rolled back. */
async function commit(
  fleet: Fleet,
  restore: string,
  ids: number[],
  stopIds: number[],
  fail: (reason: string) => void,
): Promise<boolean> {
  const { supervisor, journal } = fleet;
  faultPoint('restore.before-commit');
  // From here on the restart policy applies: an exit after the commit must not fall between the two.
  for (const id of ids) supervisor.release(id);
  const forget = stopIds.map((id): Fact => ({ op: 'forget', id }));
  try {
    await journal.append([...forget, { op: 'commit', restore, at: now() }]);
  } catch (error) {
    fail(messageOf(error));
    return false;
  }
  for (const id of stopIds) supervisor.drop(id);
  await journal.sync();
  faultPoint('restore.committed');
  return true;
}

async function stopFirst(
  fleet: Fleet,
  ids: number[],
  on: { emit: (event: RestoreEvent) => void; failed: FailedEntry[]; fail: (reason: string) => void },
): Promise<ReportEntry[]> {
  const { instances } = fleet.journal.state;
  const results = await stopInReverseOrder({
    fleet,
    ids,
    afterwards: 'forget',
    certain: false,
    emit: on.emit,
  });
  faultPoint('restore.stopped');
  const stopped: ReportEntry[] = [];
  for (const { id, ok, reason } of results) {
    const { name, instance } = instances.get(id)!.spec;
    if (ok) stopped.push({ id, name, instance, pid: null, ms: null });
    else {
      const entry = { name, instance, reason: `it could not be stopped: ${reason}`, log: [] };
      on.failed.push(entry);
      on.fail(describeFailure(entry));
    }
  }
  return stopped;
}

/** Instances that became ready and have exited since: online at the commit must mean alive. */
function diedAgain({ supervisor, journal }: Fleet, ids: number[]): (FailedEntry & { id: number })[] {
  const { instances } = journal.state;
  return ids.flatMap((id) => {
    const { status, alive } = supervisor.get(id);
    const { spec, lastExit } = instances.get(id)!;
    if (status === 'online' && alive !== null) return [];
    if (status === 'stopped') return [];
    const how = lastExit === null ? 'ended' : describeExit(lastExit);
    const reason = `it was ready, but then ${how}`;
    return [{ id, name: spec.name, instance: spec.instance, reason, log: [] }];
  });
}

function unreadyEntries({ supervisor, journal }: Fleet, ids: number[]): FailedEntry[] {
  const { instances } = journal.state;
  return ids.flatMap((id) => {
    const spec = instances.get(id)?.spec;
    if (spec === undefined || supervisor.get(id).status !== 'starting') return [];
    return [{ name: spec.name, instance: spec.instance, reason: 'it was not ready in time', log: [] }];
  });
}

function rolledBack(
  troubles: string[],
  failed: FailedEntry[],
  reason: string,
  warnings: string[] = [],
): TransactionResult {
  const result = { started: [], stopped: [], failed, warnings: [...troubles, ...warnings], reason };
  return { outcome: 'rolled-back', ...result, ...(troubles.length === 0 ? {} : { notPutBack: troubles }) };
}

function describeFailure({ name, reason }: FailedEntry): string {
  // A failure before the first try already names the app.
  return reason.startsWith('Cannot start') ? reason : `"${name}" ${reason}`;
}

function now(): string {
  return new Date().toISOString();
}
