import { aheadOf } from '../start/ahead-of.ts';
import { foreseeStart } from '../start/foresee-start.ts';
import type { ActingInstance } from './acting-instance.ts';
import type { Renewal } from './instance-events.ts';
import type { Running } from './running.ts';
import { spawnProcess } from './start-actions.ts';
import { end } from './stop-actions.ts';

/** There is no process to replace. */
export function notNow({ state }: ActingInstance): string {
  return state.reason ?? 'it is not running';
}

/**
 * Ends a process that works and starts another, at once and without counting a crash. As with a requested restart, a
 * process is ended only if its replacement can be started.
 *
 * @throws OpmError LEDGER_UNWRITABLE (1): nothing was stopped
 */
export async function renew(
  self: ActingInstance,
  { token, cause, reason }: Renewal,
): Promise<Running | string> {
  const { id, state, tools } = self;
  const isOver = () => state.running?.token !== token || state.running.ended || state.stopsAsked > 0;
  if (isOver()) return 'its process has ended';
  if (state.held) return 'a restore is already changing it';
  if (tools.isClosing()) return 'the daemon is being shut down';
  const label = `"${self.defined().spec.name}" (${id})`;
  const obstacle = await obstacleTo(self);
  if (isOver()) return 'its process has ended';
  if (obstacle !== null) {
    tools.events.note(`${label} ${reason}, but was left as it is: ${obstacle}`);
    return `left as it is: ${obstacle}`;
  }
  tools.events.note(`${label} is restarted: it ${reason}`);
  const { ok, reason: left } = await end(self, { afterwards: 'start', certain: false, reason });
  if (!ok) return left ?? 'it could not be stopped';
  if (state.stopsAsked > 0) return 'it was stopped';
  return spawnProcess(self, { restart: cause }, { planned: true });
}

/** Why a new process could not replace the running one, or `null`. */
async function obstacleTo(self: ActingInstance): Promise<string | null> {
  const { journal, machine, pluginEnv } = self.tools;
  const instance = self.defined();
  const found = await foreseeStart({
    instance,
    callerEnv: journal.state.envs.get(instance.env ?? '') ?? {},
    pluginEnv: () => pluginEnv(instance),
    preflight: machine.newPreflight(),
    ahead: aheadOf({ journal, machine }, [self.id]),
  });
  return found?.reason ?? null;
}
