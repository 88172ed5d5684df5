import type { Conversion, Note } from '../../from/conversion.ts';

/**
 * The apps of a conversion as a config can say them: instances that differ in more than a number become apps of their
 * own, and those that others wait for are waited for all.
 */
export function splitInstances({ content, overrides, notes }: Conversion): {
  apps: Record<string, unknown>[];
  notes: Note[];
} {
  const parts = new Map<string, string[]>();
  const split: Note[] = [];
  const apps = content.apps.flatMap((app, index) => {
    const own = overrides[index] ?? [];
    const name = String(app.name);
    if (own.every(({ env, logs }) => env === undefined && logs === undefined)) return [app];
    const names = own.map((_, instance) => (own.length === 1 ? name : `${name}-${instance}`));
    parts.set(name, names);
    if (own.length > 1) {
      const reason = `the instances have different variables or logs, so they are apps of their own: ${names.join(', ')}`;
      split.push({ key: 'instances', reason, apps: names });
    }
    return own.map(({ env, logs }, instance) => ({
      ...app,
      name: names[instance],
      instances: 1,
      ...(env === undefined ? {} : { env: { ...(app.env as object), ...env } }),
      ...(logs === undefined ? {} : { logs: { ...(app.logs as object), ...logs } }),
      ...(typeof app.port === 'number' ? { port: app.port + instance } : {}),
    }));
  });
  const named = (name: string): string[] => parts.get(name) ?? [name];
  return {
    apps: apps.map((app) =>
      Array.isArray(app.dependsOn)
        ? { ...app, dependsOn: app.dependsOn.flatMap((one) => named(String(one))) }
        : app,
    ),
    notes: [...notes.map((note) => ({ ...note, apps: note.apps.flatMap(named) })), ...split],
  };
}
