import fs from 'node:fs';
import { DEFAULT_SETTINGS } from '../config/instance-spec.ts';
import { EXIT, messageOf, OpmError } from '../errors.ts';
import type { HookLog } from '../hooks/hook-runner.ts';
import { Journal } from '../ledger/journal.ts';
import { type Acquisition, tryAcquireLock } from '../ledger/lock.ts';
import { stopInReverseOrder } from '../restore/stop-all.ts';
import { finish } from '../restore/transaction.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { homePaths, prepareHome } from '../runtime/home.ts';
import { runtimeName, runtimeVersion } from '../runtime/self.ts';
import { processTable } from '../runtime/system.ts';
import { opmVersion } from '../runtime/version.ts';
import { Supervisor } from '../supervise/supervisor.ts';
import { CommandService } from './command-service.ts';
import { Gate } from './gate.ts';
import { makeHandlers } from './handlers.ts';
import { HookSession } from './hook-session.ts';
import { processHooks } from './process-hooks.ts';
import type { DaemonStatus, Intents } from './protocol.ts';
import { followUp, handOver, recover } from './recover.ts';
import { createServer, type DaemonServer, sweepSockets } from './server.ts';
import { SnapshotState } from './snapshot-state.ts';

export interface DaemonOptions {
  home: string;
  /** What another PID namespace claimed is void. */
  fresh: boolean;
  /** Presume the owner on another machine dead. */
  breakLock: boolean;
  /**
   * Called once it owns the home and clients find its socket; they wait until this has resolved. Nothing has been
   * started yet.
   */
  published: (socketPath: string) => Promise<void>;
  /** Writes a line to the daemon's log. */
  log: (message: string) => void;
}

/** The home has another owner. */
export class OwnedByOther extends Error {
  readonly owner: Extract<Acquisition, { acquired: false }>;

  constructor(owner: Extract<Acquisition, { acquired: false }>) {
    super(owner.why);
    this.owner = owner;
  }
}

/**
 * A running daemon: owner of its home, writer of the ledger, supervisor of the apps. Its life: {@link Daemon.start}
 * binds the socket, takes the lock, opens the ledger, adopts what lives, serves; {@link Daemon.shutDown} ends it.
 */
export class Daemon {
  readonly supervisor: Supervisor;
  readonly #server: DaemonServer;
  readonly #lock: Extract<Acquisition, { acquired: true }>['lock'];
  readonly #home: string;
  readonly #hooks: HookSession;
  readonly #gate = new Gate();
  readonly #log: (message: string) => void;
  readonly #begunMs = performance.now();
  readonly #ended: Promise<void>;
  #end!: () => void;
  #stopping: Promise<Intents['shutdown']['result']> | null = null;

  private constructor(parts: {
    supervisor: Supervisor;
    server: DaemonServer;
    lock: Extract<Acquisition, { acquired: true }>['lock'];
    home: string;
    hooks: HookSession;
    log: (message: string) => void;
  }) {
    this.supervisor = parts.supervisor;
    this.#server = parts.server;
    this.#lock = parts.lock;
    this.#home = parts.home;
    this.#hooks = parts.hooks;
    this.#log = parts.log;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /**
   * Becomes the daemon of a home and serves.
   *
   * @throws OwnedByOther when somebody else owns the home; OpmError when the home or the ledger is unusable
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { home, log } = options;
    prepareHome(home);
    const paths = homePaths(home);
    const table = processTable();
    const server = await createServer({ home, onError: (error) => log(`bug: ${describeBug(error)}`) });
    let lock: Extract<Acquisition, { acquired: true }>['lock'] | null = null;
    try {
      const acquisition = await tryAcquireLock({
        home,
        socket: server.socketPath,
        breakLock: options.breakLock,
      });
      if (!acquisition.acquired) throw new OwnedByOther(acquisition);
      lock = acquisition.lock;
      await sweepSockets(home, server.socketPath);
      const { journal, damage, keptAs } = Journal.open(paths.ledger);
      const notices =
        damage.length === 0
          ? []
          : [`The ledger was damaged (${damage.join('; ')}); it was kept as "${keptAs}"`];
      const recovered = recover({
        journal,
        table,
        home,
        pid: process.pid,
        initOfNamespace: lock.owner.initOfNamespace,
        fresh: options.fresh,
      });
      notices.push(...recovered.notices, ...recovered.plan.unverifiable.map(({ reason }) => reason));
      for (const notice of notices) log(notice);
      const hooks = new HookSession({ home, journal, log: (line) => log(hookLine(line)) });
      const supervisor = new Supervisor({
        journal,
        table,
        home,
        threads: journal.state.context?.settings.threads ?? DEFAULT_SETTINGS.threads,
        events: { ...processHooks(journal, hooks), note: log },
        pluginEnv: (instance) => hooks.envFor(instance),
      });
      const daemon = new Daemon({ supervisor, server, lock, home, hooks, log });
      handOver(supervisor, recovered.plan);
      server.publish();
      faultPoint('recovery.before-serve');
      await options.published(server.socketPath);
      daemon.#goOn(recovered.plan);
      server.serve(daemon.#handlers(notices));
      log(`serving ${home} as process ${process.pid}, ${recovered.plan.adopt.length} processes adopted`);
      return daemon;
    } catch (error) {
      lock?.release();
      await server.close(0);
      throw error;
    }
  }

  /** Resolves once the daemon has ended and released its home. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /**
   * Ends the daemon. Stops the apps first, in reverse order, unless `keepApps`: then they run on and the next
   * daemon adopts them.
   */
  shutDown(keepApps: boolean): Promise<Intents['shutdown']['result']> {
    this.#stopping ??= this.#shutDown(keepApps);
    return this.#stopping;
  }

  #handlers(notices: string[]): Parameters<DaemonServer['serve']>[0] {
    const { supervisor } = this;
    return makeHandlers({
      supervisor,
      hooks: this.#hooks,
      gate: this.#gate,
      commands: new CommandService({ supervisor, gate: this.#gate }),
      snapshots: new SnapshotState(homePaths(this.#home).snapshots, supervisor.table),
      cancellation: { current: null },
      notices,
      status: () => this.#status(),
      shutdown: (keepApps) => this.shutDown(keepApps),
      wipe: () => this.#wipe(),
    });
  }

  /** What recovery left to do: follow up, and finish the restore that a dead daemon left open. */
  #goOn(plan: Parameters<typeof followUp>[1]): void {
    const { supervisor } = this;
    followUp(supervisor, plan).catch((error) => this.#log(`bug: ${describeBug(error)}`));
    const open = supervisor.journal.state.restore;
    if (open === null) return;
    this.#log('finishing the restore that was interrupted');
    this.#gate
      .transaction({
        kind: 'recovery',
        caller: { pid: process.pid, command: 'recovery' },
        names: () => null,
        waiting: () => {},
        work: () =>
          finish(supervisor, {
            keepGoing: open.keepGoing,
            timeoutMs: open.context.settings.timeoutMs,
            cancelled: new AbortController().signal,
            emit: () => {},
          }),
      })
      .then(({ outcome, reason }) =>
        this.#log(`the interrupted restore was ${outcome}${reason === null ? '' : `: ${reason}`}`),
      )
      .catch((error) => this.#log(`bug: ${describeBug(error)}`));
  }

  #status(): DaemonStatus {
    return {
      running: true,
      pid: process.pid,
      home: this.#home,
      version: opmVersion(),
      runtime: `${runtimeName()} ${runtimeVersion()}`,
      uptimeMs: Math.round(performance.now() - this.#begunMs),
      ...this.supervisor.countProcesses(),
    };
  }

  async #shutDown(keepApps: boolean): Promise<Intents['shutdown']['result']> {
    const { supervisor } = this;
    const { journal } = supervisor;
    const running = this.#idsWithProcess();
    const result: Intents['shutdown']['result'] = { stopped: 0, kept: 0, failed: [] };
    if (keepApps) {
      result.kept = running.length;
    } else {
      faultPoint('shutdown.begun');
      // Dormant first: should this daemon be killed on the way, the next one must not start them again.
      journal.record([{ op: 'close', at: new Date().toISOString() }]);
      journal.flush();
      const stops = await stopInReverseOrder({
        supervisor,
        ids: [...journal.state.instances.keys()],
        afterwards: 'stay',
        certain: true,
      });
      for (const { id, ok, reason } of stops) {
        if (!running.includes(id)) continue;
        if (ok) result.stopped += 1;
        else result.failed.push(this.#failure(id, reason));
      }
      faultPoint('shutdown.stopped');
    }
    // The answer to this very request must reach its client before the socket goes.
    setImmediate(() => void this.#leave().catch((error) => this.#log(`bug: ${describeBug(error)}`)));
    return result;
  }

  async #leave(): Promise<void> {
    const { supervisor } = this;
    await this.#server.drain();
    await supervisor.close();
    await this.#hooks.close();
    supervisor.journal.close();
    faultPoint('shutdown.closed');
    this.#server.retract();
    this.#lock.release();
    await this.#server.close();
    this.#log('ended');
    this.#end();
  }

  async #wipe(): Promise<Intents['wipe']['result']> {
    const { supervisor } = this;
    const { journal } = supervisor;
    return this.#gate.transaction({
      kind: 'restore',
      caller: { pid: process.pid, command: 'opm daemon reset' },
      names: () => null,
      waiting: () => {},
      work: async () => {
        const ids = [...journal.state.instances.keys()];
        const stopped = this.#idsWithProcess().length;
        await journal.append(ids.map((id) => ({ op: 'want' as const, id, want: 'stopped' as const })));
        const stops = await stopInReverseOrder({ supervisor, ids, afterwards: 'forget', certain: false });
        const stuck = stops.filter(({ ok }) => !ok);
        if (stuck.length > 0)
          throw stillRunning(stuck.map(({ id, reason }) => `${this.#failure(id, reason).name}: ${reason}`));
        const ledgerKeptAs = `${journal.file}.${new Date().toISOString().replace(/[:.]/g, '-')}`;
        fs.copyFileSync(journal.file, ledgerKeptAs, fs.constants.COPYFILE_EXCL);
        await journal.append(ids.map((id) => ({ op: 'forget' as const, id })));
        for (const id of ids) supervisor.drop(id);
        journal.compact();
        return { stopped, ledgerKeptAs };
      },
    });
  }

  #idsWithProcess(): number[] {
    return [...this.supervisor.journal.state.instances.keys()].filter((id) => {
      const { running } = this.supervisor.get(id);
      return running !== null && !running.ended;
    });
  }

  #failure(id: number, reason: string | null): Intents['shutdown']['result']['failed'][number] {
    const { spec } = this.supervisor.journal.state.instances.get(id)!;
    const { status, running } = this.supervisor.get(id);
    return {
      id,
      name: spec.name,
      instance: spec.instance,
      ok: false,
      status,
      pid: running?.identity.pid ?? null,
      message: reason ?? 'it could not be stopped',
    };
  }
}

/** `daemon reset` forgets only what it could stop. */
function stillRunning(which: string[]): OpmError {
  return new OpmError({
    code: 'STILL_RUNNING',
    exitCode: EXIT.failed,
    message: `Nothing was forgotten, because these could not be stopped: ${which.join('; ')}`,
  });
}

function hookLine({ plugin, level, message }: HookLog): string {
  return `plugin ${plugin} ${level}: ${message}`;
}

function describeBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
