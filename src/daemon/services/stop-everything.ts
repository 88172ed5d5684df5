import fs from 'node:fs';
import { EXIT, OpmError } from '../../errors.ts';
import type { Intents, TargetOutcome } from '../../protocol/intents.ts';
import type { Gate } from '../../restore/gate.ts';
import { stopInReverseOrder } from '../../restore/stop-all.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import type { Fleet } from '../../supervise/fleet.ts';

/** `daemon reset` forgets only what it has stopped. */
function stillRunning(failed: TargetOutcome[]): OpmError {
  const which = failed.map(({ name, message }) => `"${name}": ${message}`).join('; ');
  return new OpmError({
    code: 'STILL_RUNNING',
    exitCode: EXIT.failed,
    message: `Nothing was forgotten because these instances could not be stopped: ${which}`,
  });
}

/** Stops every app in reverse order. What was wanted stays wanted, but dormant, until `opm restore`. */
export async function stopEverything(fleet: Fleet): Promise<Intents['shutdown']['result']> {
  const { supervisor, journal } = fleet;
  const running = new Set(idsWithProcess(fleet));
  // From here on nothing is restarted automatically: it would outlive the daemon.
  supervisor.cease();
  faultPoint('shutdown.begun');
  // Mark everything dormant first: if this daemon is killed now, the next one must not start the apps again.
  journal.record([{ op: 'close', at: new Date().toISOString() }]);
  journal.flush();
  const stops = await stopInReverseOrder({
    fleet,
    ids: [...journal.state.instances.keys()],
    afterwards: 'stay',
    certain: true,
  });
  faultPoint('shutdown.stopped');
  const ended = stops.filter(({ id, ok }) => ok && running.has(id));
  const failed = stops.filter(({ id, ok }) => !ok && running.has(id));
  return {
    stopped: ended.length,
    kept: 0,
    failed: failed.map(({ id, reason }) => failureOf(fleet, id, reason)),
  };
}

/**
 * Stops and forgets every instance. The old ledger is kept under another name, and ids keep counting up.
 *
 * @throws OpmError STILL_RUNNING or LEDGER_UNWRITABLE (1): nothing was forgotten
 */
export function wipe(fleet: Fleet, gate: Gate): Promise<Intents['wipe']['result']> {
  return gate.exclusive({
    kind: 'restore',
    caller: { pid: process.pid, command: 'opm daemon reset' },
    names: () => null,
    waiting: () => {},
    cancelled: new AbortController().signal,
    withdraw: () => {},
    work: () => forgetEverything(fleet),
  });
}

async function forgetEverything(fleet: Fleet): Promise<Intents['wipe']['result']> {
  const { supervisor, journal } = fleet;
  const ids = [...journal.state.instances.keys()];
  const stopped = idsWithProcess(fleet).length;
  await journal.append(ids.map((id) => ({ op: 'want' as const, id, want: 'stopped' as const })));
  const stops = await stopInReverseOrder({ fleet, ids, afterwards: 'forget', certain: false });
  const stuck = stops.filter(({ ok }) => !ok);
  if (stuck.length > 0) {
    throw stillRunning(stuck.map(({ id, reason }) => failureOf(fleet, id, reason)));
  }
  const ledgerKeptAs = `${journal.file}.${new Date().toISOString().replace(/[:.]/g, '-')}`;
  fs.copyFileSync(journal.file, ledgerKeptAs, fs.constants.COPYFILE_EXCL);
  await journal.append(ids.map((id) => ({ op: 'forget' as const, id })));
  for (const id of ids) supervisor.drop(id);
  journal.compact();
  return { stopped, ledgerKeptAs };
}

/** Instances whose process is alive. */
export function idsWithProcess({ supervisor, journal }: Fleet): number[] {
  return [...journal.state.instances.keys()].filter((id) => supervisor.get(id).alive !== null);
}

function failureOf({ supervisor, journal }: Fleet, id: number, reason: string | null): TargetOutcome {
  const { spec } = journal.state.instances.get(id)!;
  const { status, alive } = supervisor.get(id);
  return {
    id,
    name: spec.name,
    instance: spec.instance,
    ok: false,
    status,
    pid: alive?.identity.pid ?? null,
    message: reason ?? 'it could not be stopped',
  };
}
