import type * as v from 'valibot';
import type { PathSegment } from '../schema/problem.ts';

/**
 * A group of keys of an app, all that is known of them in one place: what the config may say and what the documents
 * say about it, what an instance's spec has for it, and the way from one to the other. `app-keys.ts` lists the groups.
 */
export interface KeyGroup<
  Config extends v.ObjectEntries = v.ObjectEntries,
  Spec extends v.ObjectEntries = v.ObjectEntries,
> {
  /** Keys of the config file, with their defaults and, as metadata, `description` and `examples`. */
  config: Config;
  /**
   * Keys of the spec. Ledgers and snapshots hold specs, also those of older versions, so a key that is added is
   * `v.optional`, and a config that does not say it resolves to a spec without it: then an app is not replaced
   * because OPM is a newer one. What its absence means is said by a function of the group's file.
   */
  spec: Spec;
  /** Pure. A key without a value is left out, since a value of `undefined` does not survive JSON. */
  resolve(app: OutputOf<Config>, place: Place): OutputOf<Spec>;
  /** Rules over more than one key. They read what the file says, where any value may have any type. */
  check?(app: Readonly<Record<string, unknown>>): KeyProblem[];
  /** What other tools call these keys: their word → ours. */
  synonyms?: Readonly<Record<string, string>>;
}

export interface KeyProblem {
  /** From the app on. */
  path: PathSegment[];
  message: string;
}

/** The instance that a spec is made for, as every group may need it. */
export interface Place {
  name: string;
  instance: number;
  /** How many the app has. */
  instances: number;
  /** The app's first port. */
  firstPort: number | undefined;
  /** Absolute; relative paths start here. */
  folder: string;
  /** OPM's state folder, absolute. */
  home: string;
  /** The variables from the app's `envFile`. */
  fileEnv: Readonly<Record<string, string>>;
  override: InstanceOverride;
}

/** What one instance has that its app's config cannot say; only conversions of other tools' files use it. */
export interface InstanceOverride {
  env?: Record<string, string>;
  /** Absolute paths, used as they are. */
  logs?: { out?: string; err?: string };
}

type OutputOf<Entries extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/** Only returns its argument: it is here for the types. */
export function keyGroup<Config extends v.ObjectEntries, Spec extends v.ObjectEntries>(
  group: KeyGroup<Config, Spec>,
): KeyGroup<Config, Spec> {
  return group;
}
