import type { LedgerInstance } from '../../ledger/facts.ts';
import type { LedgerState } from '../../ledger/fold.ts';
import { buildEnvironment } from '../start/environment.ts';
import { GroupLookup } from '../start/group.ts';
import { findTool } from '../start/launch-tools.ts';
import { type Launch, PLAIN_LAUNCH, planLaunch } from '../start/plan-launch.ts';
import { UserLookup } from '../start/user.ts';

export interface ProbeContext {
  probeEnv: Record<string, string>;
  /** How the check becomes a process of that user. */
  launch: Pick<Launch, 'launcher' | 'credentials'>;
}

const NONE: ProbeContext = { probeEnv: {}, launch: PLAIN_LAUNCH };

/** What an `exec` readiness check runs with: the environment and the user of the app. Nothing for other checks. */
export async function probeContextOf(
  instance: LedgerInstance,
  envs: LedgerState['envs'],
  pluginEnv: (instance: LedgerInstance) => Promise<Record<string, string>>,
): Promise<ProbeContext> {
  const { spec, id } = instance;
  if (spec.ready?.kind !== 'exec') return NONE;
  const account = spec.user === undefined ? null : await new UserLookup().find(spec.user);
  const ownUid = process.geteuid?.() ?? 0;
  // What is in the way now was not when the process itself was started: the check will say so.
  const planned = await planLaunch({ spec, account, ownUid, groups: new GroupLookup(), findTool });
  const launch = 'code' in planned ? PLAIN_LAUNCH : planned;
  const probeEnv = buildEnvironment({
    spec,
    callerEnv: envs.get(instance.env ?? '') ?? {},
    pluginEnv: instance.pluginEnv.length === 0 ? {} : await pluginEnv(instance),
    account,
    isOther: launch.switchedTo !== null,
    id,
    token: '',
  });
  return { probeEnv, launch };
}
