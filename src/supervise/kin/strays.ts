import { basename } from 'node:path';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { type Identity, livenessOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { BearerWalk } from './bearer-walk.ts';
import { kinOf } from './kinship.ts';
import { findLogWriters, isBelow, isLog, type LogWriter, logsOf } from './log-writers.ts';
import type { Users } from './token-origins.ts';
import { byToken, walkAtOnce } from './token-search.ts';
import { isSigned } from './token-signer.ts';

/** A process of this home that the ledger does not know, as its environment has it. */
export interface Stray {
  identity: Identity;
  token: string;
  userId: number;
  sessionLeader: boolean;
  isInNamespace: boolean;
  /** The instance it was started for. */
  id: number | null;
  name: string | null;
  instance: number | null;
  /** The token was made from this home for that instance. Else anybody of its user may have put it together. */
  isSigned: boolean;
}

export interface StraySearch {
  table: ProcessTable;
  home: string;
  /** `null`: it is lost, so nothing can be proved. */
  secret: Buffer | null;
  /** Tokens of the ledger. */
  known: { has(token: string): boolean };
  skip: { has(pid: number): boolean };
  users: Users;
}

const VARIABLES = ['OPM_HOME', 'OPM_ID', 'OPM_NAME', 'OPM_INSTANCE'];

/**
 * Every live process of `users` that claims to come from `home` and whose token is not `known`. Only a damaged or lost
 * ledger can cause this, or a forged environment.
 */
export function findStrays(search: StraySearch): Stray[] {
  const { table, home, secret, known, skip, users } = search;
  const tokens = { has: (token: string) => token !== '' && !known.has(token) };
  const bearers = walkAtOnce(new BearerWalk({ table, tokens, skip, users }));
  const kin = [...byToken(bearers).values()].flatMap((group) => kinOf(table, group, { leader: null, users }));
  return kin.flatMap((bearer): Stray[] => {
    const answer = table.environment(bearer.identity.pid, VARIABLES);
    if (typeof answer === 'string') return [];
    const [ofHome, id, name, instance] = answer as [string | null, ...(string | null)[]];
    if (ofHome !== home) return [];
    const numberOfId = numberOf(id);
    return [
      {
        ...bearer,
        id: numberOfId,
        name: name ?? null,
        instance: numberOf(instance),
        isSigned:
          secret !== null && numberOfId !== null && isSigned(secret, { home, id: numberOfId }, bearer.token),
      },
    ];
  });
}

function numberOf(text: string | null | undefined): number | null {
  return text !== null && text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * What may be running without the ledger's knowledge, after the ledger was damaged or lost: nothing is started beside
 * it. The search takes place when an app of its user is to be started; no such process can appear later.
 */
export class Strays {
  readonly #search: Omit<StraySearch, 'users'>;
  readonly #startedUpTo: number;
  readonly #searched = new Set<number>();
  readonly #byLabel = new Map<string, Stray[]>();
  readonly #searchedForWriters = new Set<number>();
  readonly #writers: LogWriter[] = [];
  readonly #claimed: () => { has(pid: number): boolean };

  /**
   * @param options.known tokens of the ledger
   * @param options.startedUpTo start ticks of the daemon that found the ledger damaged or gone
   * @param options.claimed PIDs that are claimed now
   */
  constructor(
    options: Omit<StraySearch, 'users' | 'skip'> & {
      startedUpTo: number;
      claimed: () => { has(pid: number): boolean };
    },
  ) {
    const { startedUpTo, claimed, ...search } = options;
    this.#search = { ...search, skip: new Set() };
    this.#startedUpTo = startedUpTo;
    this.#claimed = claimed;
  }

  /** Those of these users. @throws OpmError PROCESS_TABLE_UNREADABLE */
  of(userIds: readonly number[]): Stray[] {
    this.#look(userIds);
    return [...this.#byLabel.values()].flat().filter((stray) => this.#isStill(stray, userIds));
  }

  /** Those of these users that bear no token and write to a file for which `isOurs` holds. @throws as {@link of} */
  writersOf(userIds: readonly number[], isOurs: (file: string) => boolean): LogWriter[] {
    this.#lookForWriters(userIds);
    const { table } = this.#search;
    const writers = this.#writers.filter(
      ({ identity, userId, outputs }) =>
        userIds.includes(userId) && outputs.some(isOurs) && livenessOf(table, identity) !== 'dead',
    );
    if (writers.length === 0) return [];
    const claimed = this.#claimed();
    return writers.filter(({ identity }) => !isBelow(table, identity.pid, claimed));
  }

  /**
   * The process that already runs as this instance, if there is one, by its token or by the log that it writes to.
   *
   * @throws OpmError PROCESS_TABLE_UNREADABLE
   */
  inTheWayOf(
    spec: Pick<InstanceSpec, 'name' | 'instance' | 'logs'>,
    userIds: readonly number[],
  ): Identity | null {
    this.#look(userIds);
    const same = (this.#byLabel.get(labelOf(spec)) ?? []).filter((stray) => this.#isStill(stray, userIds));
    const bearer = same.find(({ sessionLeader }) => sessionLeader) ?? same[0];
    if (bearer !== undefined) return bearer.identity;
    // Names first: to follow the links of every log on the way costs each start a dozen system calls.
    const names = [spec.logs.out, spec.logs.err].map((log) => basename(log));
    const isOurs = (file: string): boolean =>
      names.some((name) => basename(file).startsWith(name)) && logsOf(spec).some((log) => isLog(file, log));
    return this.writersOf(userIds, isOurs)[0]?.identity ?? null;
  }

  #look(userIds: readonly number[]): void {
    const users = new Set(userIds.filter((userId) => !this.#searched.has(userId)));
    if (users.size === 0) return;
    for (const stray of findStrays({ ...this.#search, users })) {
      if (stray.identity.startTicks > this.#startedUpTo) continue;
      const label = labelOf(stray);
      this.#byLabel.set(label, [...(this.#byLabel.get(label) ?? []), stray]);
    }
    for (const userId of users) this.#searched.add(userId);
  }

  #lookForWriters(userIds: readonly number[]): void {
    const users = new Set(userIds.filter((userId) => !this.#searchedForWriters.has(userId)));
    if (users.size === 0) return;
    const { table } = this.#search;
    for (const writer of findLogWriters({ table, users, skip: this.#claimed() })) {
      if (writer.identity.startTicks <= this.#startedUpTo) this.#writers.push(writer);
    }
    for (const userId of users) this.#searchedForWriters.add(userId);
  }

  #isStill({ identity, token, userId }: Stray, userIds: readonly number[]): boolean {
    const { table, known } = this.#search;
    return userIds.includes(userId) && !known.has(token) && livenessOf(table, identity) !== 'dead';
  }
}

function labelOf({ name, instance }: { name: string | null; instance: number | null }): string {
  return `${name}:${instance}`;
}
