import type { Note } from '../../config/from/conversion.ts';
import { looksSecret, MASK, maskSecrets } from '../../protocol/mask-secrets.ts';

/** Names the apps' variables that look like secrets, since they are now in a file. */
export function secretNotes(apps: readonly Record<string, unknown>[]): Note[] {
  const owners = new Map<string, string[]>();
  for (const { name, env } of apps) {
    const variables = (env ?? {}) as Record<string, unknown>;
    const masked = maskSecrets(
      Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    );
    for (const [key, value] of Object.entries(masked)) {
      const isSecret = (looksSecret(key) && value !== '') || value.includes(MASK);
      if (isSecret) owners.set(key, [...(owners.get(key) ?? []), String(name)]);
    }
  }
  return [...owners].map(([key, names]) => ({
    key,
    reason:
      'looks like a secret and is now in this file: move it to a separate file and name that file in "envFile"',
    apps: names,
  }));
}
