import { messageOf, OpmError } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import { exitBecause } from '../outcome.ts';
import { type SpawnAttempt, spawnInstance } from '../start/spawn-instance.ts';
import { unseenOf } from '../stop/descent.ts';
import { endSurvivors } from '../stop/terminate.ts';
import type { ActingInstance } from './acting-instance.ts';
import { whenReady } from './await-readiness.ts';
import { attach, judge, planRestart, recordRelease } from './exit-actions.ts';
import type { StartOptions } from './instance-events.ts';
import type { Running } from './running.ts';

/** How long to wait before retrying a start for which the machine lacked resources. */
const SHORTAGE_RETRY_MS = 1000;

/** Gives the instance a process. Readiness comes later. */
export function spawn(self: ActingInstance, options: StartOptions): Promise<Running | string> {
  return spawnProcess(self, options, { planned: false });
}

/** It has a process already. */
export function share({ state }: ActingInstance): Running {
  return state.running!;
}

/** Why an instance whose process cannot be verified is not given another one. */
export function refuseStart({ state }: ActingInstance): string {
  return state.reason ?? 'its process cannot be verified';
}

/** The restart policy asked for this start, and judges a failure. */
export async function spawnAsPlanned(self: ActingInstance): Promise<void> {
  if (self.state.forgotten) return;
  // A restore that gave it up is over, or it would not be restarted by itself.
  self.state.abandoned = false;
  const running = await spawnProcess(self, { restart: self.state.dueTo }, { planned: true });
  if (typeof running !== 'string') void whenReady(self, running);
}

/** The process passed its readiness check. */
export function markOnline({ id, state, tools }: ActingInstance, { token }: { token: string }): void {
  state.condition = 'online';
  tools.journal.record([{ op: 'online', id, token }]);
  const told = [...state.onceOnline];
  state.onceOnline.clear();
  for (const tell of told) tell();
}

export async function spawnProcess(
  self: ActingInstance,
  options: StartOptions,
  { planned }: { planned: boolean },
): Promise<Running | string> {
  const { state, tools } = self;
  // A command that is still in progress must not start what a shutdown has just stopped or is about to stop.
  if (tools.isClosing()) return 'the daemon is being shut down';
  state.backoff?.cancel();
  state.backoff = null;
  state.reason = null;
  state.condition = 'starting';
  const attempt = await trySpawn(self, self.defined(), options);
  if (attempt.ok) {
    attach(self, attempt.running);
    tools.events.started(self.id, attempt.running);
    return attempt.running;
  }
  await spawnFailed(self, attempt, planned);
  return attempt.reason;
}

async function trySpawn(
  { state, tools }: ActingInstance,
  instance: LedgerInstance,
  options: StartOptions,
): Promise<SpawnAttempt> {
  try {
    return await spawnInstance(tools, instance, {
      restart: options.restart ?? null,
      pluginEnv: instance.pluginEnv.length === 0 ? {} : await tools.pluginEnv(instance),
      preflight: options.preflight ?? tools.machine.newPreflight(),
      isWithdrawn: () => state.stopsAsked > 0,
    });
  } catch (error) {
    const shortage = error instanceof OpmError && error.code === 'LEDGER_UNWRITABLE';
    return { ok: false, reason: messageOf(error), shortage, intended: null, mayHaveRun: false };
  }
}

/** Ends what a process that nobody ever saw left behind, before the release, as for every other process. */
async function endUnseen(self: ActingInstance, token: string, reason: string): Promise<void> {
  const { spec } = self.defined();
  const { left } = await endSurvivors(self.tools, unseenOf(token), spec.stop.timeoutMs);
  if (left !== null) self.tools.events.note(`"${spec.name}": ${reason}, but ${left}`);
}

/** A temporary lack of resources is retried; otherwise the caller decides. */
async function spawnFailed(
  self: ActingInstance,
  { reason, intended, shortage, mayHaveRun }: Extract<SpawnAttempt, { ok: false }>,
  planned: boolean,
): Promise<void> {
  const { state, tools } = self;
  const exit = exitBecause(reason);
  const retry = shortage && !state.held;
  const decided = !retry && planned;
  if (intended !== null) tools.registry.forget(intended);
  if (intended !== null && mayHaveRun) await endUnseen(self, intended, reason);
  if (decided) {
    judge(self, exit, null, intended);
    return;
  }
  if (intended !== null) recordRelease(self, intended, exit, retry ? null : 'errored');
  state.reason = reason;
  state.condition = retry ? 'backoff' : 'errored';
  if (retry) planRestart(self, SHORTAGE_RETRY_MS);
}
