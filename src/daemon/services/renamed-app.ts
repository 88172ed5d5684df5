import type { Fact, LedgerInstance } from '../../ledger/facts.ts';

/**
 * Instances that depend on an app whose last instance gets a new name, `renamed`, and so need a new dependency. Where
 * some instances keep the old name, dependents keep depending on those. Pure.
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

/** The dependent's definition, depending on `to` instead of `from`. */
export function dependencyRenamed(
  { id, spec, env, pluginEnv }: LedgerInstance,
  from: string,
  to: string,
): Fact {
  const dependsOn = spec.dependsOn.map((dependency) => (dependency === from ? to : dependency));
  return { op: 'define', id, spec: { ...spec, dependsOn: [...new Set(dependsOn)] }, env, pluginEnv };
}
