interface Labelled {
  name: string;
  instance: number;
}

/** `api:1`, the form that every command takes as a target. */
export function instanceLabel({ name, instance }: Labelled): string {
  return `${name}:${instance}`;
}

/** For a table: the bare name where an app has one instance among these rows, else `name:instance`. */
export function labelsAmong(rows: readonly Labelled[]): (row: Labelled) => string {
  const several = new Set<string>();
  const seen = new Set<string>();
  for (const { name, instance } of rows) {
    if (instance > 0 || seen.has(name)) several.add(name);
    seen.add(name);
  }
  return (row) => (several.has(row.name) ? instanceLabel(row) : row.name);
}
