import type { LedgerInstance } from '../../ledger/facts.ts';
import type { LedgerState } from '../../ledger/fold.ts';
import { buildEnvironment } from '../start/environment.ts';
import { UserLookup } from '../start/user.ts';

export interface ProbeContext {
  probeEnv: Record<string, string>;
  credentials: { uid: number; gid: number } | null;
}

const NONE: ProbeContext = { probeEnv: {}, credentials: null };

/** What an `exec` readiness check runs with: the environment and the user of the app. Nothing for other checks. */
export async function probeContextOf(
  instance: LedgerInstance,
  envs: LedgerState['envs'],
  pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>,
): Promise<ProbeContext> {
  const { spec, id } = instance;
  if (spec.ready?.kind !== 'exec') return NONE;
  const account = spec.user === undefined ? null : await new UserLookup().find(spec.user);
  const probeEnv = buildEnvironment({
    spec,
    callerEnv: envs.get(instance.env ?? '') ?? {},
    pluginEnv: instance.pluginEnv.length === 0 ? {} : await pluginEnv(instance),
    account,
    id,
    token: '',
  });
  const mustSwitch = account !== null && account.uid !== process.geteuid?.();
  return { probeEnv, credentials: mustSwitch ? { uid: account.uid, gid: account.gid } : null };
}
