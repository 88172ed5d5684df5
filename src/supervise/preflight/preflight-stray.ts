import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { messageOf } from '../../errors.ts';
import type { Strays } from '../kin/strays.ts';
import type { Obstacle } from './preflight-errors.ts';

/**
 * Whether a process that the ledger has lost already runs as this instance: no second one is started beside it.
 *
 * @param userIds which users the instance may run as
 */
export function findStrayObstacle(
  spec: InstanceSpec,
  strays: Strays,
  userIds: readonly number[],
): Obstacle | null {
  try {
    const found = strays.inTheWayOf(spec, userIds);
    if (found === null) return null;
    const { pid } = found;
    const message = `it runs already, as process ${pid}, which the ledger has lost. End that first: kill ${pid}`;
    return { code: 'ALREADY_RUNS', message };
  } catch (cause) {
    const message = `the ledger was lost, and whether it runs already cannot be told: ${messageOf(cause)}`;
    return { code: 'ALREADY_RUNS', message, cause };
  }
}
