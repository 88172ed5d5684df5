import type { LedgerInstance } from '../../ledger/facts.ts';
import { accountId } from '../../runtime/accounts.ts';
import type { Identity } from '../../runtime/proc/process-table.ts';

/** Ids of users. */
export interface Users {
  has(userId: number): boolean;
}

/** What the ledger knows of the start that a token was made for. */
export interface Origin {
  /** The process that was started with it and led a session; `null`: not known yet. */
  leader: Identity | null;
  /** Which users its descendants may run as. */
  users: Users;
}

/** Where each token of the ledger comes from. */
export function tokenOrigins(instances: Iterable<LedgerInstance>): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  // One object for all that share it: each of them is asked about each process.
  const shared = new Map<string | number, Users>();
  const usersOf = (user: string | undefined, startedAs: number | undefined): Users => {
    const key = startedAs ?? user ?? '';
    let users = shared.get(key);
    if (users === undefined) {
      users = startedAs === undefined ? usersOfSpec(user) : new Set([ownUserId(), startedAs]);
      shared.set(key, users);
    }
    return users;
  };
  for (const { spec, claim, intent } of instances) {
    if (claim !== null) {
      origins.set(claim.token, { leader: claim.identity, users: usersOf(spec.user, claim.userId) });
    }
    if (intent !== null) {
      origins.set(intent.token, { leader: null, users: usersOf(spec.user, intent.userId) });
    }
  }
  return origins;
}

/** Which users an app may run as: the one that OPM runs as, and the `user` of its spec. */
export function usersOfSpec(user: string | undefined): Users {
  if (user === undefined) return new Set([ownUserId()]);
  const id = accountId(user);
  // A name that only a directory service knows may be any user.
  return id === null ? { has: () => true } : new Set([ownUserId(), id]);
}

/** As {@link usersOfSpec}, for any of these apps. */
export function possibleUsers(instances: Iterable<LedgerInstance>): Users {
  const named = new Map<string | undefined, Users>();
  for (const { spec } of instances) if (!named.has(spec.user)) named.set(spec.user, usersOfSpec(spec.user));
  const all = [...named.values(), usersOfSpec(undefined)];
  return { has: (userId) => all.some((users) => users.has(userId)) };
}

/** All users that apps of the ledger may run as, as far as this machine's files know them. */
export function userIdsOf(instances: Iterable<LedgerInstance>): number[] {
  const ids = new Set([ownUserId()]);
  const names = new Set<string>();
  for (const { spec, claim, intent } of instances) {
    if (spec.user !== undefined) names.add(spec.user);
    for (const userId of [claim?.userId, intent?.userId]) if (userId !== undefined) ids.add(userId);
  }
  for (const name of names) {
    const id = accountId(name);
    if (id !== null) ids.add(id);
  }
  return [...ids];
}

/** The user that OPM runs as. */
export function ownUserId(): number {
  return process.geteuid?.() ?? 0;
}
