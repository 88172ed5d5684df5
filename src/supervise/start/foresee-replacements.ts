import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Fleet } from '../fleet.ts';
import { aheadOf } from './ahead-of.ts';
import { foreseeStart } from './foresee-start.ts';

/**
 * Which of these instances have a process now and could not be started again, with the reason, by id. The others have
 * nothing to lose. Changes nothing.
 *
 * @param instances as they will be defined
 * @param env what they inherit by then; `null`: what they inherit now
 */
export async function foreseeReplacements(
  fleet: Fleet,
  instances: LedgerInstance[],
  env: Record<string, string> | null,
): Promise<Map<number, string>> {
  const { supervisor, journal, machine } = fleet;
  const running = instances.filter(({ id }) => supervisor.get(id).alive !== null);
  const ahead = aheadOf(
    fleet,
    running.map(({ id }) => id),
  );
  const preflight = machine.newPreflight();
  const refused = new Map<number, string>();
  const checks = running.map(async (instance) => {
    const callerEnv = env ?? journal.state.envs.get(instance.env ?? '') ?? {};
    const pluginEnv = () => supervisor.pluginEnvOf(instance);
    const found = await foreseeStart({ instance, callerEnv, pluginEnv, preflight, ahead });
    if (found !== null) refused.set(instance.id, found.reason);
  });
  await Promise.all(checks);
  return refused;
}
