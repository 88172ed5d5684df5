import type { InstanceOverride } from '../keys/key-group.ts';
import type { Conversion, Note } from './conversion.ts';

/** Merges several conversions into one, with unique names. */
export function mergeConversions(conversions: readonly Conversion[]): Conversion {
  const [only] = conversions;
  if (conversions.length === 1 && only !== undefined) return only;
  const taken = new Set<string>();
  const merged = {
    apps: [] as Record<string, unknown>[],
    overrides: [] as InstanceOverride[][],
    notes: [] as Note[],
  };
  for (const conversion of conversions) {
    const names = new Map(
      conversion.content.apps.map(({ name }): [string, string] => [
        String(name),
        freeFrom(String(name), taken),
      ]),
    );
    const renamed = (name: string): string => names.get(name) ?? name;
    for (const [index, app] of conversion.content.apps.entries()) {
      const { dependsOn } = app;
      merged.apps.push({
        ...app,
        name: renamed(String(app.name)),
        ...(Array.isArray(dependsOn) ? { dependsOn: dependsOn.map((other) => renamed(String(other))) } : {}),
      });
      merged.overrides.push(conversion.overrides[index] ?? []);
    }
    merged.notes.push(...conversion.notes.map((note) => ({ ...note, apps: note.apps.map(renamed) })));
    for (const [name, free] of names)
      if (name !== free)
        merged.notes.push({ key: 'name', reason: `"${name}" is called "${free}" here`, apps: [] });
  }
  return {
    content: { apps: merged.apps },
    overrides: merged.overrides,
    notes: withoutRepeats(merged.notes),
    problems: conversions.flatMap(({ problems }) => problems),
  };
}

function withoutRepeats(notes: readonly Note[]): Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

function freeFrom(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`;
  taken.add(free);
  return free;
}
