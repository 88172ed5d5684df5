/**
 * A cycle in a graph of names, as the names along it with the first one repeated at the end, or `null` when there is
 * none. Not recursive, so that a chain of thousands is not a problem.
 */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const trail: { name: string; next: number }[] = [{ name: start, next: 0 }];
    const onTrail = new Set([start]);
    while (trail.length > 0) {
      const here = trail.at(-1)!;
      const neighbour = done.has(here.name) ? undefined : edges.get(here.name)?.[here.next];
      here.next += 1;
      if (neighbour === undefined) {
        done.add(here.name);
        onTrail.delete(here.name);
        trail.pop();
      } else if (onTrail.has(neighbour)) {
        const names = trail.map((step) => step.name);
        return [...names.slice(names.indexOf(neighbour)), neighbour];
      } else if (!done.has(neighbour)) {
        onTrail.add(neighbour);
        trail.push({ name: neighbour, next: 0 });
      }
    }
  }
  return null;
}
