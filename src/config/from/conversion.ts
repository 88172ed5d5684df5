import type { InstanceOverride } from '../keys/key-group.ts';
import type { LocatedProblem } from '../schema/problem.ts';

/** Another tool's file in the terms of OPM's config, not yet validated. */
export interface Conversion {
  content: { apps: Record<string, unknown>[] };
  /** For each app, settings of single instances that a config cannot express. */
  overrides: InstanceOverride[][];
  notes: Note[];
  /** Whether its format supports several environments per app. */
  hasProfiles?: true;
  /** What cannot be run here at all and would be missed. Paths are those of the other tool's file. */
  problems: LocatedProblem[];
}

/** Something that has no equivalent here, or a different meaning. */
export interface Note {
  key: string;
  /** Completes the sentence `"key" of app: …`. */
  reason: string;
  /** The apps it concerns; none for the file as a whole. */
  apps: string[];
}

/** Collects notes: one for each key and reason, with the apps it concerns. */
export interface Notes {
  add(key: string, reason: string, app?: string): void;
  all(): Note[];
}

export function createNotes(): Notes {
  const notes = new Map<string, { key: string; reason: string; names: Set<string> }>();
  return {
    add(key, reason, app) {
      const id = `${key}\0${reason}`;
      const note = notes.get(id) ?? { key, reason, names: new Set<string>() };
      if (app !== undefined) note.names.add(app);
      notes.set(id, note);
    },
    all: () => [...notes.values()].map(({ key, reason, names }) => ({ key, reason, apps: [...names] })),
  };
}

/** A note as a sentence, for a warning. */
export function noteSentence({ key, reason, apps }: Note): string {
  const whose = apps.length === 0 ? '' : ` of ${apps.join(', ')}`;
  return `"${key}"${whose}: ${reason}`;
}
