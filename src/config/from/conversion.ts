import type { InstanceOverride } from '../keys/key-group.ts';
import type { LocatedProblem } from '../schema/problem.ts';

/** Another tool's file in the words of OPM's config, still to be validated. */
export interface Conversion {
  content: { apps: Record<string, unknown>[] };
  /** For each app what its single instances have that a config cannot say. */
  overrides: InstanceOverride[][];
  warnings: string[];
  /** Whether its format has several environments for an app. */
  hasProfiles?: true;
  /** What cannot be run here at all, and would be missed. Paths are those of the other tool's file. */
  problems: LocatedProblem[];
}

/** Collects what has no equivalent: one sentence for each key and reason, with the apps it concerns. */
export interface Notes {
  /** @param reason completes the sentence `"key" of app: …` */
  add(key: string, reason: string, app?: string): void;
  sentences(): string[];
}

export function createNotes(): Notes {
  const apps = new Map<string, { key: string; reason: string; names: Set<string> }>();
  return {
    add(key, reason, app) {
      const id = `${key}\0${reason}`;
      const note = apps.get(id) ?? { key, reason, names: new Set<string>() };
      if (app !== undefined) note.names.add(app);
      apps.set(id, note);
    },
    sentences() {
      return [...apps.values()].map(({ key, reason, names }) => {
        const whose = names.size === 0 ? '' : ` of ${[...names].join(', ')}`;
        return `"${key}"${whose}: ${reason}`;
      });
    },
  };
}
