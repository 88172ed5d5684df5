import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { commandKeys } from './command-keys.ts';
import { envKeys } from './env-keys.ts';
import { instancesKeys } from './instances-keys.ts';
import type { KeyGroup, KeyProblem, Place } from './key-group.ts';
import { limitsKeys } from './limits-keys.ts';
import { logsKeys } from './logs-keys.ts';
import { nameKeys } from './name-keys.ts';
import { orderKeys } from './order-keys.ts';
import { readyKeys } from './ready-keys.ts';
import { restartKeys } from './restart-keys.ts';
import { sandboxKeys } from './sandbox-keys.ts';
import { stopKeys } from './stop-keys.ts';
import { umaskKeys } from './umask-keys.ts';
import { updateKeys } from './update-keys.ts';
import { livenessKeys } from './upkeep/liveness-keys.ts';
import { memoryKeys } from './upkeep/memory-keys.ts';
import { watchKeys } from './upkeep/watch-keys.ts';
import { userKeys } from './user-keys.ts';

/** Every key of an app, in the order of the documentation. */
const GROUPS = [
  nameKeys,
  commandKeys,
  instancesKeys,
  envKeys,
  orderKeys,
  readyKeys,
  restartKeys,
  stopKeys,
  updateKeys,
  livenessKeys,
  memoryKeys,
  watchKeys,
  logsKeys,
  userKeys,
  umaskKeys,
  limitsKeys,
  sandboxKeys,
] as const;

type Part = 'config' | 'spec';
type EntriesOf<Groups extends readonly unknown[], Which extends Part> = Groups extends readonly [
  infer First extends Record<Which, v.ObjectEntries>,
  ...infer Rest,
]
  ? First[Which] & EntriesOf<Rest, Which>
  : unknown;
type Flat<Entries> = Entries extends v.ObjectEntries ? { [Key in keyof Entries]: Entries[Key] } : never;
type Entries<Which extends Part> = Flat<EntriesOf<typeof GROUPS, Which>>;

function entries<Which extends Part>(which: Which): Entries<Which> {
  return Object.assign({}, ...GROUPS.map((group) => group[which])) as Entries<Which>;
}

/** One app of the config file. */
export const appSchema = knownObject(entries('config'), 'an object that describes an app', {
  synonyms: Object.assign({}, ...GROUPS.map(({ synonyms }: KeyGroup) => synonyms ?? {})) as Record<
    string,
    string
  >,
});

/** One instance as the rest of OPM knows it: the form kept in the ledger and snapshot and sent over the socket. */
export const instanceSpecSchema = v.strictObject(entries('spec'));

/** An app after validation, durations in milliseconds. */
export type AppConfig = v.InferOutput<typeof appSchema>;

/** The spec of one instance of an app. Pure. */
export function resolveApp(app: AppConfig, place: Place): v.InferOutput<typeof instanceSpecSchema> {
  // Each group reads only what its own schema has produced.
  const parts = GROUPS.map((group) =>
    (group.resolve as (app: AppConfig, place: Place) => object)(app, place),
  );
  return Object.assign({}, ...parts);
}

/** Problems of an app beyond single keys, given the raw content. */
export function appProblems(app: Readonly<Record<string, unknown>>): KeyProblem[] {
  return GROUPS.flatMap((group: KeyGroup) => group.check?.(app) ?? []);
}
