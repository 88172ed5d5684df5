import type { LedgerInstance } from '../ledger/facts.ts';
import { readLedger } from '../ledger/ledger-file.ts';
import { readLockOwner } from '../ledger/lock/lock.ts';
import { readHomeSecret } from '../runtime/files/home-secret.ts';
import { homePaths } from '../runtime/home.ts';
import { type Identity, livenessOf, type ProcessTable } from '../runtime/proc/process-table.ts';
import { processTable } from '../runtime/proc/system.ts';
import { findLogWriters, isBelow, isLog, type LogWriter, logsOf, ownLogs } from './kin/log-writers.ts';
import { findStrays } from './kin/strays.ts';
import { type Origin, tokenOrigins, userIdsOf } from './kin/token-origins.ts';
import { findBearers } from './kin/token-search.ts';

/** One instance as the ledger has it: `opm ledger show --json`. */
export interface LedgerEntry {
  id: number;
  name: string;
  instance: number;
  want: 'running' | 'stopped';
  dormant: boolean;
  pid: number | null;
  identity: Identity | null;
  online: boolean;
  /** A start that was announced and has no process yet. */
  starting: boolean;
  stopping: string | null;
  settled: string | null;
  restarts: number;
  since: string | null;
}

export interface LedgerView {
  file: string;
  /** `null`: there is no ledger yet. */
  lines: number | null;
  damage: string[];
  owner: { pid: number; startedAt: string; command: string } | null;
  /** The restore that has begun and not ended. */
  openRestore: string | null;
  entries: LedgerEntry[];
}

/** Reads the ledger without a daemon. @throws OpmError LEDGER_UNREADABLE (1), LEDGER_NEWER (65) */
export function showLedger(home: string): LedgerView {
  const file = homePaths(home).ledger;
  const ledger = readLedger(file);
  const owner = readLockOwner(home);
  return {
    file,
    lines: ledger?.decoded.facts.length ?? null,
    damage: ledger?.decoded.damage ?? [],
    owner:
      owner === null ? null : { pid: owner.identity.pid, startedAt: owner.startedAt, command: owner.command },
    openRestore: ledger?.state.restore?.id ?? null,
    entries: [...(ledger?.state.instances.values() ?? [])].map(entryOf),
  };
}

export interface LedgerVerdict {
  file: string;
  checked: number;
  /** Every disagreement between the ledger and the process table, one sentence each. */
  problems: string[];
}

/**
 * Compares the ledger with the process table: every claim lives, carries its own token and is claimed once; every
 * online instance has a process; no process of this home is unknown to the ledger.
 *
 * @throws OpmError LEDGER_UNREADABLE (1), LEDGER_NEWER (65)
 */
export function verifyLedger(home: string, table: ProcessTable = processTable()): LedgerVerdict {
  const file = homePaths(home).ledger;
  const ledger = readLedger(file);
  const problems = (ledger?.decoded.damage ?? []).map((damage) => `The file is damaged: ${damage}`);
  const instances = [...(ledger?.state.instances.values() ?? [])];
  const byPid = new Map<number, LedgerInstance>();
  const alive = new Map<string, Identity>();
  for (const instance of instances) {
    const { claim } = instance;
    if (claim === null) continue;
    const { pid } = claim.identity;
    const label = labelOf(instance);
    const liveness = livenessOf(table, claim.identity);
    if (liveness === 'dead') problems.push(`${label} claims process ${pid}, which has ended`);
    if (liveness === 'unverifiable') problems.push(`${label} claims process ${pid} of another PID namespace`);
    if (liveness !== 'alive') continue;
    const other = byPid.get(pid);
    if (other !== undefined) problems.push(`${label} and ${labelOf(other)} both claim process ${pid}`);
    byPid.set(pid, instance);
    alive.set(claim.token, claim.identity);
    if (instance.want === 'stopped' && instance.stopping === null) {
      problems.push(`${label} is to be stopped, but its process ${pid} lives`);
    }
  }
  const known = tokenOrigins(instances);
  problems.push(...doubles(table, alive, known));
  const secret = readHomeSecret(homePaths(home).secret);
  const users = new Set(userIdsOf(instances));
  for (const { identity, isSigned } of findStrays({ table, home, secret, known, skip: new Set(), users })) {
    const isFrom = isSigned ? 'was started from this home' : 'says that it was started from this home';
    problems.push(`Process ${identity.pid} ${isFrom}, but no claim knows it`);
  }
  problems.push(...unclaimedWriters({ table, home, users, instances, alive }));
  return { file, checked: alive.size, problems };
}

/**
 * Processes without a token that write to a log, but neither are nor descend from the process of an instance. One that
 * is younger than the process with the same log may be a descendant that got away.
 */
function unclaimedWriters(options: {
  table: ProcessTable;
  home: string;
  users: Set<number>;
  instances: LedgerInstance[];
  alive: Map<string, Identity>;
}): string[] {
  const { table, home, users, instances, alive } = options;
  const isOurs = ownLogs(home, instances);
  const claimed = new Set([...alive.values()].map(({ pid }) => pid));
  const isYounger = ({ identity, outputs }: LogWriter) =>
    instances.some(({ spec, claim }) => {
      const holder = claim === null ? undefined : alive.get(claim.token);
      if (holder === undefined || holder.startTicks > identity.startTicks) return false;
      return logsOf(spec).some((log) => outputs.some((file) => isLog(file, log)));
    });
  return findLogWriters({ table, users, skip: claimed })
    .filter(({ outputs }) => outputs.some(isOurs))
    .filter((writer) => !isBelow(table, writer.identity.pid, claimed) && !isYounger(writer))
    .map(({ identity, outputs }) => {
      return `Process ${identity.pid} writes to "${outputs.find(isOurs)}", but no claim knows it`;
    });
}

/** Whether the next daemon would start something by itself. @throws OpmError LEDGER_UNREADABLE (1), LEDGER_NEWER (65) */
export function wouldStart(home: string, table: ProcessTable = processTable()): boolean {
  const state = readLedger(homePaths(home).ledger)?.state;
  if (state === undefined || state.owners.at(-1)?.bootId !== table.bootId()) return false;
  return [...state.instances.values()].some(
    ({ want, dormant, settled }) => want === 'running' && !dormant && settled === null,
  );
}

/** A token belongs to one session leader; a second one is a second copy of the app. */
function doubles(table: ProcessTable, alive: Map<string, Identity>, known: Map<string, Origin>): string[] {
  const origins = new Map([...known].filter(([token]) => alive.has(token)));
  return findBearers({ table, origins, skip: new Set() })
    .filter(({ identity, sessionLeader, token }) => {
      const claimed = alive.get(token);
      return sessionLeader && claimed !== undefined && claimed.pid !== identity.pid;
    })
    .map(({ identity, token }) => {
      return `Process ${identity.pid} leads a session of its own with the token of process ${alive.get(token)?.pid}`;
    });
}

function entryOf(instance: LedgerInstance): LedgerEntry {
  const { claim, intent, spec } = instance;
  return {
    id: instance.id,
    name: spec.name,
    instance: spec.instance,
    want: instance.want,
    dormant: instance.dormant,
    pid: claim?.identity.pid ?? null,
    identity: claim?.identity ?? null,
    online: claim?.online ?? false,
    starting: intent !== null,
    stopping: instance.stopping,
    settled: instance.settled,
    restarts: instance.restarts,
    since: claim?.at ?? intent?.at ?? null,
  };
}

function labelOf({ spec }: LedgerInstance): string {
  return `"${spec.name}:${spec.instance}"`;
}
