import { throughLinks } from '../../config/instance/linked-paths.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Journal } from '../../ledger/journal.ts';
import type { SpawnRequest, SpawnResult } from '../../pool/spawn-protocol.ts';
import type { RestartCause } from '../../protocol/restart-cause.ts';
import { faultPoint } from '../../runtime/fault-point.ts';
import type { Identity, ProcessTable } from '../../runtime/proc/process-table.ts';
import type { ProcessRegistry } from '../adoption/process-registry.ts';
import type { Deadlines } from '../deadlines.ts';
import { newRunning, type Running } from '../instance/running.ts';
import { ownUserId, tokenOrigins } from '../kin/token-origins.ts';
import { findBearers } from '../kin/token-search.ts';
import { signToken } from '../kin/token-signer.ts';
import type { ProcessSpawner } from '../machine.ts';
import { unknownExit } from '../outcome.ts';
import type { PreflightChecks } from '../preflight/preflight.ts';
import { buildEnvironment } from './environment.ts';
import { withoutGoneLinks } from './read-links.ts';

/** Temporary shortages: not the app's fault. */
const SHORTAGES = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ENOSPC', 'EDQUOT']);

/** Proof that no process was created: its command or its log files could not be opened, or the fork failed. */
const NOT_STARTED = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'ENOEXEC',
  'E2BIG',
  'ELOOP',
  'EAGAIN',
  'ENOSPC',
  'ENOTSUP',
]);
/** How long to look for a process that may have been started while the process table cannot be read. */
const SEARCH_MS = 30_000;
const SEARCH_PAUSE_MS = 100;

const SHORTAGE_TEXT: Record<string, string> = {
  EAGAIN: 'the machine or the user has no processes left (ulimit -u)',
  ENOMEM: 'there is not enough memory',
  EMFILE: 'the daemon has no file descriptors left (ulimit -n)',
  ENFILE: 'the machine has no file descriptors left',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exhausted',
};

export interface SpawnTools {
  journal: Journal;
  table: ProcessTable;
  deadlines: Deadlines;
  spawner: ProcessSpawner;
  home: string;
  /** The home's key, which signs tokens. */
  secret: Buffer;
  registry: ProcessRegistry;
}

export type SpawnAttempt =
  | { ok: true; running: Running }
  | {
      ok: false;
      reason: string;
      /** The machine lacks something now; try again later. */
      shortage: boolean;
      /** The token of the intent. */
      intended: string | null;
      /** There may have been a process that left others behind. */
      mayHaveRun: boolean;
    };

/**
 * Spawns the process of an instance: checks, intent, spawn, identity, claim. Each step is in the ledger before
 * the next. Does not wait for readiness.
 *
 * @throws OpmError LEDGER_UNWRITABLE (1): nothing was spawned
 */
export async function spawnInstance(
  tools: SpawnTools,
  instance: LedgerInstance,
  options: {
    /** Why it counts as a restart; `null`: it does not. */
    restart: RestartCause | null;
    pluginEnv: Record<string, string>;
    preflight: PreflightChecks;
    /** Whether it is wanted stopped by now: checked right before the intent. */
    isWithdrawn: () => boolean;
  },
): Promise<SpawnAttempt> {
  const { journal } = tools;
  const { id } = instance;
  const spec = throughLinks(await withoutGoneLinks(instance.spec));
  const callerEnv = instance.env === null ? {} : (journal.state.envs.get(instance.env) ?? {});
  const { pluginEnv } = options;
  const checked = await options.preflight.check({ spec, callerEnv, pluginEnv });
  if (!checked.ok)
    return { ok: false, reason: checked.error.message, shortage: false, intended: null, mayHaveRun: false };
  if (options.isWithdrawn())
    return { ok: false, reason: 'it was stopped', shortage: false, intended: null, mayHaveRun: false };
  const { file, account, wrapper, credentials, switchedTo } = checked;

  const token = signToken(tools.secret, { home: tools.home, id });
  const userId = switchedTo ?? ownUserId();
  const cause = options.restart;
  const why = cause === null ? { restart: false } : { restart: true, cause };
  await journal.append([{ op: 'intent', id, token, ...why, userId, at: new Date().toISOString() }]);
  faultPoint('start.intended');
  const env = {
    OPM_HOME: '',
    ...buildEnvironment({ spec, callerEnv, pluginEnv, account, isOther: switchedTo !== null, id, token }),
  };
  env.OPM_HOME = tools.home;
  const request: SpawnRequest = {
    token,
    file,
    args: spec.argv.slice(1),
    argv0: instance.spec.argv[0]!,
    cwd: spec.cwd,
    env,
    wrapper,
    credentials,
    logOwner: switchedTo,
    umask: spec.umask ?? null,
    out: spec.logs.out,
    err: spec.logs.err,
    readyFd: spec.ready?.kind === 'fd' ? spec.ready.fd : null,
  };
  const result = await tools.spawner.spawn(request);
  faultPoint('start.spawned');
  const spawned = result.ok ? result : await recoverLost(tools, result);
  if (!spawned.ok) {
    const shortage = SHORTAGES.has(spawned.code);
    const why = SHORTAGE_TEXT[spawned.code] ?? spawned.message;
    return {
      ok: false,
      reason: `Cannot start "${spec.name}": ${why}`,
      shortage,
      intended: token,
      mayHaveRun: !NOT_STARTED.has(spawned.code),
    };
  }
  if (spawned.startTicks === null) {
    return {
      ok: false,
      reason: 'ended before its identity could be read',
      shortage: false,
      intended: token,
      mayHaveRun: true,
    };
  }
  return { ok: true, running: claim(tools, instance, { ...spawned, startTicks: spawned.startTicks }) };
}

type Spawned = Extract<SpawnResult, { ok: true }>;

/** Turns a spawn into a claim: from here on the ledger says who has this PID. */
function claim(
  tools: SpawnTools,
  instance: LedgerInstance,
  spawned: Spawned & { startTicks: number },
): Running {
  const { table, journal, registry } = tools;
  const identity: Identity = {
    bootId: table.bootId(),
    pidNamespace: table.pidNamespace(),
    pid: spawned.pid,
    startTicks: spawned.startTicks,
  };
  // The kernel reused this PID, so its previous holder has ended, whatever was reported.
  const older = registry.pids.get(identity.pid);
  if (older !== undefined) registry.end(older, unknownExit('its PID was given to another process'));
  journal.record([
    {
      op: 'claim',
      id: instance.id,
      token: spawned.token,
      identity,
      logOffsets: spawned.logOffsets,
      at: new Date().toISOString(),
    },
  ]);
  faultPoint('start.claimed');
  return newRunning({
    token: spawned.token,
    identity,
    threadId: spawned.threadId < 0 ? null : spawned.threadId,
    adopted: false,
    logOffsets: spawned.logOffsets,
  });
}

/**
 * A spawn that failed may have started the process all the same: its thread was lost on the way, or (Bun 1.4) there was
 * no descriptor left to watch it with. Its token tells.
 */
async function recoverLost(
  tools: SpawnTools,
  lost: Extract<SpawnResult, { ok: false }>,
): Promise<SpawnResult> {
  if (NOT_STARTED.has(lost.code)) return lost;
  const giveUpAtMs = tools.deadlines.now() + SEARCH_MS;
  for (let looks = 1; ; ) {
    try {
      const found = find(tools, lost);
      // In the middle of its exec a process shows no environment: one miss proves nothing.
      if (found !== null || looks === 2) return found ?? lost;
      looks += 1;
    } catch (error) {
      // No descriptors to look with, and the kernel has no event for that.
      if (tools.deadlines.now() >= giveUpAtMs) throw error;
    }
    await tools.deadlines.pause(SEARCH_PAUSE_MS);
  }
}

/** The process that bears the token. @throws OpmError when the process table cannot be read */
function find({ table, registry, journal }: SpawnTools, { token }: { token: string }): SpawnResult | null {
  const origin = tokenOrigins(journal.state.instances.values()).get(token);
  const origins = new Map(origin === undefined ? [] : [[token, origin]]);
  const leader = findBearers({ table, origins, skip: registry.pids }).find(
    ({ sessionLeader }) => sessionLeader,
  );
  if (leader === undefined) return null;
  const { pid, startTicks } = leader.identity;
  return { token, ok: true, pid, startTicks, logOffsets: { out: 0, err: 0 }, threadId: -1 };
}
