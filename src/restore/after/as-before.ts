import type { Before, LedgerInstance } from '../../ledger/facts.ts';

/**
 * An instance as it stood before a restore touched it.
 *
 * @param options.stale its process is the new one, and has yet to be replaced by one of the old spec
 */
export function asBefore(
  instance: LedgerInstance,
  was: Before,
  { stale }: { stale: boolean } = { stale: false },
): LedgerInstance {
  return {
    ...instance,
    spec: was.spec,
    env: was.env,
    pluginEnv: was.pluginEnv,
    want: was.want,
    dormant: was.dormant,
    settled: was.settled,
    stopping: null,
    claim: instance.claim === null ? null : { ...instance.claim, stale },
  };
}
