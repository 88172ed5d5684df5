import { parallelOf } from '../../config/keys/update-keys.ts';
import type { Before, LedgerInstance, OpenRestore } from '../../ledger/facts.ts';
import { giveRoom } from '../../ledger/ledger-room.ts';
import type { RestoreEvent } from '../../protocol/restore-report.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import type { Fleet } from '../../supervise/fleet.ts';
import { asBefore } from '../after/as-before.ts';
import { startLate } from '../after/start-late.ts';
import { stopInReverseOrder } from '../stop-all.ts';
import { execute } from './execute.ts';

/**
 * Rolls back the restore that is open in the ledger: whatever it started is stopped in reverse order, every spec is
 * the old one again, and what was running before is started again if it is not running now; of an app with several
 * instances those that work go back in turns. It can be interrupted at any point and resumed by the next daemon.
 *
 * @returns what could not be put back, one sentence each; empty when everything is as it was
 */
export async function rollBack(options: {
  fleet: Fleet;
  restore: OpenRestore;
  reason: string;
  emit: (event: RestoreEvent) => void;
}): Promise<string[]> {
  const { fleet, restore, reason, emit } = options;
  const { supervisor, journal } = fleet;
  const troubles: string[] = [];
  const notPutBack: number[] = [];
  giveRoom(journal.file);
  const before = Object.entries(restore.before).map(([id, was]) => ({ id: Number(id), was }));

  if (!restore.rollingBack?.restored) {
    emit({ kind: 'rollback', reason });
    journal.record([{ op: 'rollback', restore: restore.id, phase: 'begun', reason, at: now() }]);
    journal.flush();
    faultPoint('rollback.begun');
    // A process on an older spec existed before this restore: it stays.
    const serving = servingMeanwhile(fleet, before);
    const ids = before
      .map(({ id }) => id)
      .filter((id) => journal.state.instances.get(id)?.claim?.stale !== true && !serving.has(id));
    for (const id of ids) if (journal.state.instances.has(id)) supervisor.hold(id);
    const stops = await stopInReverseOrder({ fleet, ids, afterwards: 'stay', certain: true, emit });
    const stuck = new Set<number>();
    for (const { id, ok, reason: why } of stops) {
      if (ok) continue;
      stuck.add(id);
      troubles.push(`"${nameOf(journal.state.instances.get(id))}" could not be stopped: ${why}`);
    }
    faultPoint('rollback.stopped');
    for (const { id, was } of before) {
      const instance = journal.state.instances.get(id);
      if (instance === undefined || stuck.has(id)) continue;
      if (was === null) {
        journal.record([{ op: 'forget', id }]);
        supervisor.drop(id);
      } else {
        journal.record([{ op: 'restate', instance: asBefore(instance, was, { stale: serving.has(id) }) }]);
      }
    }
    journal.record([{ op: 'rollback', restore: restore.id, phase: 'restored', reason, at: now() }]);
    journal.flush();
  }

  // An instance with a process that is not online was started by a daemon that died before it was ready: someone must
  // wait for it.
  const down = before
    .filter(({ id, was }) => was?.ran === true && journal.state.instances.has(id))
    .filter(
      ({ id }) =>
        supervisor.get(id).status !== 'online' || journal.state.instances.get(id)?.claim?.stale === true,
    );
  const isWaiting = ({ id, was }: (typeof down)[number]) =>
    was?.hadProcess === false && supervisor.get(id).alive === null;
  await execute({
    fleet,
    ids: down.filter((one) => !isWaiting(one)).map(({ id }) => id),
    maxStarting: restore.context.settings.maxStarting,
    attempts: 1,
    purpose: 'put-back',
    signal: new AbortController().signal,
    emit,
    failed: ({ id, name, reason: why }) => {
      troubles.push(`"${name}" could not be put back: ${why}`);
      notPutBack.push(id);
    },
  });
  faultPoint('rollback.before-done');
  for (const { id } of before) supervisor.release(id);
  for (const { id } of down.filter(isWaiting)) supervisor.waitAgain(id);
  startLate(fleet, notPutBack);
  journal.record([{ op: 'rollback', restore: restore.id, phase: 'done', reason, at: now() }]);
  journal.flush();
  faultPoint('rollback.done');
  return troubles;
}

/**
 * Instances that a restore has replaced already, of apps that are replaced in turns: they keep serving until it is
 * their turn to go back.
 */
function servingMeanwhile(
  { supervisor, journal }: Fleet,
  before: { id: number; was: Before | null }[],
): Set<number> {
  const replaced = before.flatMap(({ id, was }) => {
    const instance = journal.state.instances.get(id);
    return instance !== undefined && was?.ran === true && was.hadProcess === true ? [instance] : [];
  });
  const several = (instance: LedgerInstance) =>
    replaced.filter(({ spec }) => spec.name === instance.spec.name).length > parallelOf(instance.spec);
  return new Set(
    replaced
      .filter(
        (instance) => instance.claim?.stale === false && supervisor.get(instance.id).status === 'online',
      )
      .filter(several)
      .map(({ id }) => id),
  );
}

function nameOf(instance: LedgerInstance | undefined): string {
  return instance === undefined ? '?' : instance.spec.name;
}

function now(): string {
  return new Date().toISOString();
}
