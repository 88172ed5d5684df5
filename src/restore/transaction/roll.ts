import pLimit from 'p-limit';
import { parallelOf } from '../../config/keys/update-keys.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';

/**
 * Brings up the instances of one app. Those that run nothing begin at once; once they are ready, those whose process is
 * replaced follow, `update.parallel` at a time and in their order: the others serve meanwhile.
 *
 * @param bringUp whether it became ready; told whether the instance had to wait for its turn
 * @param leave called instead, once one of those to be replaced has failed
 */
export async function roll(
  instances: LedgerInstance[],
  bringUp: (instance: LedgerInstance, waited: boolean) => Promise<boolean>,
  leave: (instance: LedgerInstance) => void,
): Promise<boolean> {
  const replaced = instances.filter(({ claim }) => claim?.stale === true);
  const resting = instances.filter((instance) => !replaced.includes(instance));
  const begun = await Promise.all(resting.map((instance) => bringUp(instance, false)));
  if (replaced.length === 0) return begun.every((ok) => ok);
  const parallel = parallelOf(replaced[0]!.spec);
  const lane = pLimit(parallel);
  let halted = false;
  const turns = replaced.map((instance, index) =>
    lane(async () => {
      if (halted) {
        leave(instance);
        return false;
      }
      const isReady = await bringUp(instance, resting.length > 0 || index >= parallel);
      if (!isReady) halted = true;
      return isReady;
    }),
  );
  return [...begun, ...(await Promise.all(turns))].every((ok) => ok);
}
