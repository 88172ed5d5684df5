interface Labelled {
  name: string;
  instance: number;
}

/** `api:1`, the form that every command takes as a target. */
export function instanceLabel({ name, instance }: Labelled): string {
  return `${name}:${instance}`;
}

/**
 * For output that shows many instances at once: the bare name if an app has one instance among these rows, otherwise
 * `name:instance`.
 *
 * @param known apps that have several instances although these rows may not show it
 */
export function labelsAmong(
  rows: readonly Labelled[],
  known: Iterable<string> = [],
): (row: Labelled) => string {
  const several = new Set(known);
  const seen = new Set<string>();
  for (const { name, instance } of rows) {
    if (instance > 0 || seen.has(name)) several.add(name);
    seen.add(name);
  }
  return (row) => (several.has(row.name) ? instanceLabel(row) : row.name);
}
