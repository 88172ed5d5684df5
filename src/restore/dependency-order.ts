/** An app and the names of the apps it depends on. */
export interface Dependent {
  name: string;
  dependsOn: string[];
}

/**
 * Groups apps so that each comes in a later group than everything it depends on. Names that are not among `apps` are
 * skipped: they are not this caller's concern. Apps in a cycle, which the config rejects, come last and together.
 */
export function dependencyLevels(apps: Dependent[]): string[][] {
  const dependencies = new Map<string, Set<string>>();
  for (const { name } of apps) dependencies.set(name, new Set());
  for (const { name, dependsOn } of apps) {
    for (const dependency of dependsOn) {
      if (dependencies.has(dependency) && dependency !== name) dependencies.get(name)?.add(dependency);
    }
  }
  const levels: string[][] = [];
  const placed = new Set<string>();
  while (placed.size < dependencies.size) {
    const ready = [...dependencies].filter(
      ([name, needs]) => !placed.has(name) && [...needs].every((need) => placed.has(need)),
    );
    const level = (ready.length > 0 ? ready : [...dependencies].filter(([name]) => !placed.has(name))).map(
      ([name]) => name,
    );
    for (const name of level) placed.add(name);
    levels.push(level);
  }
  return levels;
}

/** The named apps and everything they depend on, directly or not. */
export function withDependencies(names: Iterable<string>, apps: Dependent[]): Set<string> {
  const dependsOn = new Map<string, string[]>();
  for (const app of apps) dependsOn.set(app.name, [...(dependsOn.get(app.name) ?? []), ...app.dependsOn]);
  const found = new Set<string>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...(dependsOn.get(name) ?? []).filter((dependency) => dependsOn.has(dependency)));
  }
  return found;
}

/** The named apps and everything that depends on them, directly or not. */
export function withDependents(names: Iterable<string>, apps: Dependent[]): Set<string> {
  const found = new Set(names);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { name, dependsOn } of apps) {
      if (dependsOn.some((dependency) => found.has(dependency))) found.add(name);
    }
  }
  return found;
}
