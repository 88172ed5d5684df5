import type { LedgerInstance } from '../../ledger/facts.ts';
import type { LedgerState } from '../../ledger/fold.ts';
import { findTool } from '../start/attributes/attribute-tools.ts';
import { GroupLookup } from '../start/attributes/group.ts';
import { type Attributes, PLAIN_ATTRIBUTES, planAttributes } from '../start/attributes/plan-attributes.ts';
import { UserLookup } from '../start/attributes/user.ts';
import { buildEnvironment } from '../start/environment.ts';

export interface ProbeContext {
  probeEnv: Record<string, string>;
  /** How the check becomes a process of that user. */
  attributes: Pick<Attributes, 'wrapper' | 'credentials'>;
}

const NONE: ProbeContext = { probeEnv: {}, attributes: PLAIN_ATTRIBUTES };

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
  // The obstacle did not exist when the process itself was started: the check will report it.
  const planned = await planAttributes({ spec, account, ownUid, groups: new GroupLookup(), findTool });
  const attributes = 'code' in planned ? PLAIN_ATTRIBUTES : planned;
  const probeEnv = buildEnvironment({
    spec,
    callerEnv: envs.get(instance.env ?? '') ?? {},
    pluginEnv: instance.pluginEnv.length === 0 ? {} : await pluginEnv(instance),
    account,
    isOther: attributes.switchedTo !== null,
    id,
    token: '',
  });
  return { probeEnv, attributes };
}
