import type { Fact, LedgerInstance } from '../../ledger/facts.ts';

/**
 * Instances that wait for an app which loses its last instance of that name when `renamed` get another one. Pure.
 * Where some keep the name, what depends on it goes on to depend on those.
 */
export function dependentsOf(
  renamed: readonly LedgerInstance[],
  all: Iterable<LedgerInstance>,
): LedgerInstance[] {
  const ids = new Set(renamed.map(({ id }) => id));
  const others = [...all].filter(({ id }) => !ids.has(id));
  const lost = new Set(renamed.map(({ spec }) => spec.name));
  for (const { spec } of others) lost.delete(spec.name);
  return others.filter(({ spec }) => spec.dependsOn.some((dependency) => lost.has(dependency)));
}

/** The definition of a dependent that waits for `to` where it waited for `from`. */
export function dependencyRenamed(
  { id, spec, env, pluginEnv }: LedgerInstance,
  from: string,
  to: string,
): Fact {
  const dependsOn = spec.dependsOn.map((dependency) => (dependency === from ? to : dependency));
  return { op: 'define', id, spec: { ...spec, dependsOn: [...new Set(dependsOn)] }, env, pluginEnv };
}
