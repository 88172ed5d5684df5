import type { Exit, Settled } from '../../ledger/facts.ts';
import type { RestartCause } from '../../protocol/restart-cause.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import { machineUptimeMs, uptimeOf } from '../../runtime/proc/uptime.ts';
import { describeExit } from '../outcome.ts';
import { decideAfterExit } from '../policy/after-exit.ts';
import { wentIntoBackground } from '../policy/background-hint.ts';
import { currentDelay, dependsOnCode } from '../policy/restart-policy.ts';
import { endSurvivors } from '../stop/terminate.ts';
import { type ActingInstance, statusOf } from './acting-instance.ts';
import type { PlannedStart } from './instance-events.ts';
import type { Running } from './running.ts';

/** An app that was up for longer than this and leaves processes behind did not put itself into the background. */
const JUST_BEGUN_MS = 5000;

/** From here on this is the process of the instance, whose end is an event. */
export function attach(self: ActingInstance, running: Running): void {
  self.state.running = running;
  running.needsCode = dependsOnCode(self.defined().spec.restart);
  void running.exited.then((exit) => {
    running.waiting?.abort();
    if (!self.tools.isClosing()) void self.post('exited', { running, exit });
  });
  self.tools.registry.attach(running);
}

export function detach(self: ActingInstance, running: Running): void {
  self.state.running = null;
  self.tools.registry.detach(running);
}

/** Ends what an exited process left behind, then decides what comes next. */
export async function cleanUp(
  self: ActingInstance,
  { running, exit }: { running: Running; exit: Exit },
): Promise<void> {
  const { state, tools } = self;
  // If it was stopped in the meantime, the stop has done the rest.
  if (state.running !== running) return;
  const { spec } = self.defined();
  const hadJustBegun = state.condition === 'starting' || livedMsOf(running) < JUST_BEGUN_MS;
  state.condition = 'stopping';
  faultPoint('exit.seen');
  // Before the release: as long as anything bears the token, the ledger must know it.
  const { met, left } = await endSurvivors(tools, running, spec.stop.timeoutMs);
  if (left !== null) tools.events.note(`"${spec.name}" ${describeExit(exit)}, but ${left}`);
  if (hadJustBegun && exit.code === 0 && met > 0) {
    running.whyEnded = wentIntoBackground({ argv: spec.argv, left: met });
    tools.events.note(`"${spec.name}" ${running.whyEnded}`);
  }
  judge(self, { ...exit, reason: running.whyEnded ?? exit.reason }, running);
}

/** It exited while no daemon was watching: the restart policy decides what comes next. */
export function judgeMissedExit(self: ActingInstance, exit: Exit): void {
  judge(self, exit, null);
}

/** Nothing is left of the process: records that in the ledger and does what comes next. */
export function judge(
  self: ActingInstance,
  exit: Exit,
  running: Running | null,
  token: string | null = running?.token ?? null,
  cause: RestartCause = 'crash',
): void {
  const { id, state, tools } = self;
  const { spec, want } = self.defined();
  const { held, crashes } = state;
  const nowMs = tools.deadlines.now();
  const livedMs = running === null ? null : livedMsOf(running);
  const after = decideAfterExit({ spec, want, held, exit, crashes, livedMs, nowMs });
  state.crashes = after.crashes;
  state.dueTo = cause;
  state.reason = after.reason;
  if (running !== null) {
    detach(self, running);
  }
  recordEnd(self, token, { ...exit, reason: after.reason ?? exit.reason }, after.settled);
  state.condition = after.status;
  if (running !== null) tools.events.exited(id, running, exit, statusOf(state));
  if (after.status === 'errored') tools.events.note(`"${spec.name}" (${id}) is errored: ${after.reason}`);
  if (after.delayMs !== null) planRestart(self, after.delayMs);
}

function livedMsOf({ identity }: Running): number {
  return uptimeOf(identity, machineUptimeMs());
}

/** With a token, that attempt or process is over; without one, only what the instance settled for is written. */
function recordEnd(self: ActingInstance, token: string | null, exit: Exit, settled: Settled | null): void {
  if (token !== null) recordRelease(self, token, exit, settled);
  else if (settled !== null) {
    // Otherwise only memory would know that it is at rest, and the next daemon would start it again.
    const lastExit = { ...exit, at: new Date().toISOString() };
    self.tools.journal.record([{ op: 'restate', instance: { ...self.defined(), settled, lastExit } }]);
  }
}

/** The attempt or the process with this token is over. */
export function recordRelease(
  { id, tools }: ActingInstance,
  token: string,
  exit: Exit,
  settled: Settled | null,
): void {
  faultPoint('release.before');
  const at = new Date().toISOString();
  tools.journal.record([{ op: 'release', id, token, exit, settled, at }]);
}

/** It is started automatically after a wait, unless something else happens to it first. */
export function planStart(self: ActingInstance, { wait, reason }: PlannedStart): void {
  const { state } = self;
  state.backoff?.cancel();
  state.backoff = null;
  state.condition = 'backoff';
  state.dueTo = 'crash';
  state.reason = reason;
  if (wait === null) planRestart(self, currentDelay(self.defined().spec.restart, state.crashes));
  else state.backoff = wait(() => due(self));
}

/** Starts it again after a delay, unless something else happens to it first. */
export function planRestart(self: ActingInstance, delayMs: number): void {
  const { state, tools } = self;
  if (tools.isClosing()) return;
  if (delayMs <= 0) due(self);
  else state.backoff = tools.deadlines.after(delayMs, () => due(self));
}

function due(self: ActingInstance): void {
  self.state.backoff = null;
  if (!self.tools.isClosing()) void self.post('restart-due', undefined);
}
