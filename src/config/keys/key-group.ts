import type * as v from 'valibot';
import type { PathSegment } from '../schema/problem.ts';

/**
 * A group of keys of an app, with everything about them in one place: what the config accepts, its documentation,
 * what an instance's spec stores, and the way from one to the other. `app-keys.ts` lists the groups.
 */
export interface KeyGroup<
  Config extends v.ObjectEntries = v.ObjectEntries,
  Spec extends v.ObjectEntries = v.ObjectEntries,
> {
  /** Keys of the config file, with their defaults and, as metadata, `description` and `examples`. */
  config: Config;
  /**
   * Keys of the spec. Ledgers and snapshots store specs, also those of older versions, so a new key is `v.optional`,
   * and a config without it resolves to a spec without it: then a newer OPM does not replace an app. A function in
   * the group's file says what its absence means.
   */
  spec: Spec;
  /** Pure. A key without a value is left out, since a value of `undefined` does not survive JSON. */
  resolve(app: OutputOf<Config>, place: Place): OutputOf<Spec>;
  /** Rules that involve more than one key. They read the raw content, where any value may have any type. */
  check?(app: Readonly<Record<string, unknown>>): KeyProblem[];
  /** Other tools' names for these keys: their word → ours. */
  synonyms?: Readonly<Record<string, string>>;
}

export interface KeyProblem {
  /** From the app on. */
  path: PathSegment[];
  message: string;
}

/** The instance that a spec is made for, with what any group may need. */
export interface Place {
  name: string;
  instance: number;
  /** How many instances the app has. */
  instances: number;
  /** The app's first port. */
  firstPort: number | undefined;
  /** Whether the app names a user to run as. */
  hasUser: boolean;
  /** Absolute; relative paths start here. */
  folder: string;
  /** The folder that the app runs in, absolute. */
  cwd: string;
  /** OPM's state folder, absolute. */
  home: string;
  /** The variables from the app's `envFile`. */
  fileEnv: Readonly<Record<string, string>>;
  override: InstanceOverride;
}

/** What one instance has that its app's config cannot express; only conversions of other tools' files use it. */
export interface InstanceOverride {
  env?: Record<string, string>;
  /** Absolute paths, used as they are. */
  logs?: { out?: string; err?: string };
}

type OutputOf<Entries extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/** Returns its argument unchanged: it exists for the types. */
export function keyGroup<Config extends v.ObjectEntries, Spec extends v.ObjectEntries>(
  group: KeyGroup<Config, Spec>,
): KeyGroup<Config, Spec> {
  return group;
}
