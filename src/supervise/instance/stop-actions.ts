import type { Fact } from '../../ledger/facts.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import { exitBecause, type StopOutcome } from '../outcome.ts';
import { terminate } from '../stop/terminate.ts';
import { type ActingInstance, statusOf } from './acting-instance.ts';
import { detach, judge, recordRelease } from './exit-actions.ts';
import type { InstanceEvents, StopRequest } from './instance-events.ts';

/** There is no process: only what was planned is taken back. */
export function rest({ state }: ActingInstance): StopOutcome {
  state.backoff?.cancel();
  state.backoff = null;
  state.condition = 'stopped';
  state.reason = null;
  return { ok: true, reason: null };
}

/** A process that cannot be verified is not signalled. */
export function refuseStop({ state }: ActingInstance): StopOutcome {
  return { ok: false, reason: state.reason };
}

/**
 * Ends the process and all that came from it.
 *
 * @throws OpmError LEDGER_UNWRITABLE (1) unless it is certain: nothing was stopped
 */
export async function end(
  self: ActingInstance,
  { afterwards, certain, reason }: StopRequest,
): Promise<StopOutcome> {
  const { id, state, tools } = self;
  const { journal } = tools;
  const running = state.running!;
  const announcement: Fact[] = [{ op: 'stop', id, afterwards, at: now() }];
  if (certain) {
    journal.record(announcement);
    journal.flush();
  } else {
    await journal.append(announcement);
  }
  faultPoint('stop.intended');
  state.condition = 'stopping';
  running.waiting?.abort();
  const { name, stop } = self.defined().spec;
  const { left, forced } = await terminate(tools, running, stop);
  faultPoint('stop.ended');
  if (!running.ended) return { ok: false, reason: left };
  const exit = await running.exited;
  detach(self, running);
  const told = { ...exit, reason: reason ?? exit.reason };
  recordRelease(self, running.token, told, afterwards === 'start' ? null : 'stopped');
  state.condition = 'stopped';
  tools.events.exited(id, running, exit, statusOf(state));
  if (forced !== null) tools.events.note(`"${name}" (${id}) ${forced}`);
  return { ok: left === null, reason: left ?? forced };
}

/** Ends a process that does not work, and lets the restart policy decide what comes next. */
export async function replace(
  self: ActingInstance,
  { running, reason, cause }: InstanceEvents['unfit'],
): Promise<void> {
  const { id, state, tools } = self;
  if (state.running !== running || running.ended) return;
  const { spec } = self.defined();
  state.condition = 'stopping';
  tools.journal.record([{ op: 'stop', id, afterwards: 'judge', at: now() }]);
  tools.journal.flush();
  const { left, forced } = await terminate(tools, running, spec.stop);
  if (running.ended) judge(self, exitBecause(reason), running, running.token, cause);
  for (const more of [left, forced]) {
    if (more !== null) tools.events.note(`"${spec.name}" (${id}) ${reason}, and ${more}`);
  }
}

function now(): string {
  return new Date().toISOString();
}
