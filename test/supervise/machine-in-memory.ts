import { NOTHING_ROTATED } from '../../src/logs/rotation-job.ts';
import type { ProcessEvent, SpawnRequest, SpawnResult } from '../../src/pool/spawn-protocol.ts';
import type { ProcessStat, ProcessTable } from '../../src/runtime/proc/process-table.ts';
import { type DeadlineClock, Deadlines } from '../../src/supervise/deadlines.ts';
import type { Machine } from '../../src/supervise/machine.ts';
import type { PreflightResult } from '../../src/supervise/preflight/preflight.ts';
import { PLAIN_ATTRIBUTES } from '../../src/supervise/start/attributes/plan-attributes.ts';
import type { SpawnerEvents } from '../../src/supervise/start/spawner.ts';
import type { SignalSender } from '../../src/supervise/stop/signals.ts';
import { BOOT, NAMESPACE } from '../ledger/ledger-parts.ts';

/** The home of a daemon on such a machine. */
export const HOME = '/home-in-memory';

/** What an app does on this machine. Without a word it runs until SIGTERM. */
export interface Behaviour {
  /** The error code with which the spawn fails. */
  spawnFails?: string;
  /** Ends by itself so long after its start. */
  endsAfterMs?: number;
  exitCode?: number;
  /** Ends only at SIGKILL. */
  ignoresSigterm?: boolean;
  /** Does not end at all, like a process that hangs in the kernel. */
  unkillable?: boolean;
  /** Announces readiness so long after its start. */
  readyAfterMs?: number;
  /** What the checks before the start find. */
  obstacle?: string;
  /** Nobody says that it has ended. */
  endsUnseen?: boolean;
  /** Its thread is lost amid the spawn, or cannot read who it is: it has ended by itself by then. */
  spawnUnseen?: 'lost' | 'unidentified';
  /** Leaves a child behind that bears its token. */
  leavesChild?: boolean;
  /** How much memory it uses. */
  rssBytes?: number;
  /** Its state in `/proc`, if not `S`. */
  state?: string;
}

export interface LiveProcess {
  pid: number;
  startTicks: number;
  token: string;
  /** `OPM_ID` of its environment. */
  id: number;
  session: number;
  behaviour: Behaviour;
}

/** A clock that stands still until somebody moves it. */
class HandClock implements DeadlineClock {
  nowMs = 0;
  readonly #wakes = new Map<() => void, number>();

  now(): number {
    return this.nowMs;
  }

  wake(callback: () => void, delayMs: number): () => void {
    const wake = () => void callback();
    this.#wakes.set(wake, this.nowMs + delayMs);
    return () => this.#wakes.delete(wake);
  }

  /** The time of the next wake. */
  get nextMs(): number | null {
    return this.#wakes.size === 0 ? null : Math.min(...this.#wakes.values());
  }

  /** Goes to `timeMs`, and calls whoever wanted to be woken by then. */
  goTo(timeMs: number): void {
    this.nowMs = Math.max(this.nowMs, timeMs);
    for (const [wake, atMs] of [...this.#wakes].sort((a, b) => a[1] - b[1])) {
      if (atMs > this.nowMs || !this.#wakes.delete(wake)) continue;
      wake();
    }
  }
}

/** Processes and time that exist in memory. They outlive a daemon. */
export class KernelInMemory {
  readonly clock = new HandClock();
  readonly #deadlines = new Deadlines({ clock: this.clock });
  readonly #processes = new Map<number, LiveProcess>();
  /** By name of the app. */
  readonly behaviours = new Map<string, Behaviour>();
  /** Told by whoever started a process; nobody is when that daemon is dead. */
  readonly #listeners = new Map<string, (event: ProcessEvent) => void>();
  /** Ends that the kernel has not told yet. */
  untold = 0;
  #ticks = 100;
  #nextPid = 100;
  readonly #pidCount: number;

  /** @param options.pids how many PIDs there are; few of them are given out again soon */
  constructor(options: { pids?: number } = {}) {
    this.#pidCount = options.pids ?? 1000;
  }

  readonly table: ProcessTable = {
    platform: 'linux',
    bootId: () => BOOT,
    pidNamespace: () => NAMESPACE,
    stat: (pid) => this.#statOf(pid),
    pids: () => [...this.#processes.keys()],
    environment: (pid, names) =>
      this.#processes.has(pid) ? names.map((name) => this.table.environmentValue(pid, name)) : 'hidden',
    environmentValue: (pid, name) => {
      const found = this.#processes.get(pid);
      if (found === undefined) return null;
      if (name === 'OPM_TOKEN') return found.token;
      return name === 'OPM_ID' ? String(found.id) : name === 'OPM_HOME' ? HOME : null;
    },
    commandLine: () => null,
    userId: (pid) => (this.#processes.has(pid) ? (process.geteuid?.() ?? 0) : null),
    turnover: () => null,
    pidNamespaceOf: (pid) => (this.#processes.has(pid) ? NAMESPACE : null),
    outputs: () => [],
    portHolder: () => null,
    listenersAt: () => null,
    holdsSocket: () => false,
  };

  living(): readonly LiveProcess[] {
    return [...this.#processes.values()];
  }

  processOf(pid: number): LiveProcess | undefined {
    return this.#processes.get(pid);
  }

  spawn(request: SpawnRequest, tell: (event: ProcessEvent) => void): SpawnResult {
    const { token, env } = request;
    const behaviour = this.behaviours.get(env.OPM_NAME!) ?? {};
    if (behaviour.spawnFails !== undefined) {
      return { token, ok: false, code: behaviour.spawnFails, message: `spawn ${behaviour.spawnFails}` };
    }
    const { pid, startTicks } = this.#add({ token, id: Number(env.OPM_ID), behaviour });
    if (behaviour.spawnUnseen !== undefined) {
      this.end(pid);
      return behaviour.spawnUnseen === 'lost'
        ? { token, ok: false, code: 'THREAD_LOST', message: 'the spawner thread was lost' }
        : { token, ok: true, pid, startTicks: null, logOffsets: { out: 0, err: 0 }, threadId: 1 };
    }
    this.#listeners.set(token, tell);
    const { endsAfterMs, exitCode = 0, readyAfterMs } = behaviour;
    if (endsAfterMs !== undefined) {
      this.#deadlines.after(endsAfterMs, () => this.#endIf(pid, startTicks, exitCode));
    }
    if (readyAfterMs !== undefined) {
      this.#deadlines.after(readyAfterMs, () => this.#tell({ kind: 'fd-ready', token }));
    }
    return { token, ok: true, pid, startTicks, logOffsets: { out: 0, err: 0 }, threadId: 1 };
  }

  /** A process starts another one like itself, in its session. */
  addChild(pid: number): void {
    const { token, id, session, behaviour } = this.#processes.get(pid)!;
    this.#add({ token, id, session, behaviour });
  }

  /** A process ends, and the thread that started it says so. */
  end(pid: number, { code = 0, signal = null }: { code?: number | null; signal?: string | null } = {}): void {
    const found = this.#processes.get(pid);
    if (found === undefined) return;
    this.#processes.delete(pid);
    const isLeader = found.session === pid;
    if (found.behaviour.leavesChild && isLeader) this.#add({ ...found, behaviour: {}, session: pid });
    if (!isLeader || found.behaviour.endsUnseen) return;
    // The kernel tells a moment later.
    this.untold += 1;
    setImmediate(() => {
      this.untold -= 1;
      this.#tell({ kind: 'exited', token: found.token, code, signal });
    });
  }

  /** The daemon is dead: nobody is told any more. */
  hangUp(): void {
    this.#listeners.clear();
  }

  #tell(event: ProcessEvent): void {
    this.#listeners.get(event.token)?.(event);
  }

  #endIf(pid: number, startTicks: number, code: number): void {
    if (this.#processes.get(pid)?.startTicks === startTicks) this.end(pid, { code });
  }

  #add(process: Omit<LiveProcess, 'pid' | 'startTicks' | 'session'> & { session?: number }): LiveProcess {
    let pid = this.#nextPid;
    while (this.#processes.has(pid)) pid = 100 + ((pid - 99) % this.#pidCount);
    this.#nextPid = 100 + ((pid - 99) % this.#pidCount);
    this.#ticks += 1;
    const added = { session: pid, ...process, pid, startTicks: this.#ticks };
    this.#processes.set(pid, added);
    return added;
  }

  #statOf(pid: number): ProcessStat | null {
    const found = this.#processes.get(pid);
    if (found === undefined) return null;
    const { session, startTicks } = found;
    const { rssBytes = 4096, state = 'S' } = found.behaviour;
    const idle = { userTicks: 0, systemTicks: 0, threads: 1, rssBytes };
    return { pid, comm: 'app', state, ppid: 1, processGroup: session, session, startTicks, ...idle };
  }
}

/** The machine as one daemon has it. */
export class MachineInMemory implements Machine {
  readonly kernel: KernelInMemory;
  readonly deadlines: Deadlines;
  readonly table: ProcessTable;
  readonly ends = null;
  readonly holds = null;
  /** What the clock on the wall shows when the machine's own is at 0; a test sets it back and forth. */
  wallAtStartMs = Date.UTC(2026, 0, 1);
  readonly orphans = null;
  /** Every process that was started from here, in their order. */
  readonly spawned: { id: number; pid: number; token: string }[] = [];
  readonly signals: { pid: number; signal: string; group: boolean }[] = [];
  /** Looks at a spawn before it happens. */
  beforeSpawn: (request: SpawnRequest) => void = () => {};
  /** Looks at a signal before it is sent. */
  beforeSignal: (id: number, signal: string, group: boolean) => void = () => {};
  #isSevered = false;

  constructor(kernel: KernelInMemory) {
    this.kernel = kernel;
    this.table = kernel.table;
    const { clock } = kernel;
    this.deadlines = new Deadlines({
      clock: {
        now: () => clock.now(),
        wake: (callback, delayMs) => (this.#isSevered ? () => {} : clock.wake(callback, delayMs)),
      },
    });
  }

  readonly signal: SignalSender = ({ identity, signal, group }) => {
    const found = this.kernel.processOf(identity.pid);
    if (this.#isSevered || found === undefined || found.startTicks !== identity.startTicks) return 'dead';
    this.beforeSignal(found.id, signal, group);
    this.signals.push({ pid: identity.pid, signal, group });
    const { behaviour } = found;
    if (signal === 'SIGCONT' || behaviour.unkillable) return 'sent';
    if (signal === 'SIGKILL' || !behaviour.ignoresSigterm) this.kernel.end(found.pid, { code: null, signal });
    return 'sent';
  };

  wallMs(): number {
    return this.wallAtStartMs + this.deadlines.now();
  }

  /** Without files there are no links. */
  newLinks() {
    return { relink: async <Spec>(spec: Spec) => spec };
  }

  newPreflight() {
    return {
      check: async ({ spec }: { spec: { name: string } }): Promise<PreflightResult> => {
        const obstacle = this.kernel.behaviours.get(spec.name)?.obstacle;
        if (obstacle === undefined) return { ok: true, file: '/bin/app', account: null, ...PLAIN_ATTRIBUTES };
        return { ok: false, error: new Error(obstacle) as never };
      },
    };
  }

  /** What the daemon asked to be rotated. */
  readonly rotations: Parameters<Machine['rotateLogs']>[0][] = [];
  /** Does the work. */
  rotate: Machine['rotateLogs'] = async () => NOTHING_ROTATED;

  async rotateLogs(job: Parameters<Machine['rotateLogs']>[0]) {
    this.rotations.push(job);
    return this.rotate(job);
  }

  openSpawner(events: SpawnerEvents) {
    return {
      spawn: async (request: SpawnRequest) => {
        // A dead daemon starts nothing and hears nothing any more.
        if (this.#isSevered) return new Promise<never>(() => {});
        this.beforeSpawn(request);
        const result = this.kernel.spawn(request, (event) => events.event(event));
        const { token, env } = request;
        if (result.ok) this.spawned.push({ id: Number(env.OPM_ID), pid: result.pid, token });
        return result;
      },
      close: async () => {},
    };
  }

  /** PIDs of the session leaders of an instance that live now. */
  leadersOf(id: number): number[] {
    return this.living()
      .filter((found) => found.id === id && found.session === found.pid)
      .map(({ pid }) => pid);
  }

  living(): readonly LiveProcess[] {
    return this.kernel.living();
  }

  end(pid: number, how: { code?: number | null; signal?: string | null } = {}): void {
    this.kernel.end(pid, how);
  }

  /** The daemon is killed: from here on it has no effect on the machine. */
  sever(): void {
    this.#isSevered = true;
    this.deadlines.clear();
    this.kernel.hangUp();
  }
}
