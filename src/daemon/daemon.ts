import { tmpdir } from 'node:os';
import { DEFAULT_SETTINGS } from '../config/schema/settings-schema.ts';
import { messageOf } from '../errors.ts';
import { type LedgerLock, tryAcquireLock } from '../ledger/lock/lock.ts';
import type { DaemonStatus, Intents } from '../protocol/intents.ts';
import { Gate } from '../restore/gate.ts';
import { HookSession } from '../restore/hook-session.ts';
import { RestoreService } from '../restore/restore-service.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { homePaths, prepareHome } from '../runtime/home.ts';
import { type Native, openNative } from '../runtime/native/native.ts';
import { processTable } from '../runtime/proc/system.ts';
import { runtimeLabel } from '../runtime/self.ts';
import { opmVersion } from '../runtime/version.ts';
import { CANNOT_REAP } from '../supervise/adoption/orphan-reaper.ts';
import type { Fleet } from '../supervise/fleet.ts';
import { setOwnLimits } from '../supervise/start/own-limits.ts';
import { Supervisor } from '../supervise/supervisor.ts';
import { systemMachine } from '../supervise/system-machine.ts';
import { Upkeep } from '../supervise/upkeep/upkeep.ts';
import { HomeKeeper } from './home-keeper.ts';
import { askedLine, describeBug, hookLine } from './log-lines.ts';
import { openLedger } from './open-ledger.ts';
import { OwnedByOther } from './owned-by-other.ts';
import { processHooks } from './process-hooks.ts';
import { followUp, handOver, recover } from './recover.ts';
import { ChangeService } from './services/change-service.ts';
import { CommandService } from './services/command-service.ts';
import { makeHandlers } from './services/handlers.ts';
import { SnapshotState } from './services/snapshot-state.ts';
import { idsWithProcess, stopEverything, wipe } from './services/stop-everything.ts';
import { TargetWork } from './services/target-work.ts';
import { peerOfRequest } from './transport/peer-of-request.ts';
import { createServer, type DaemonServer, sweepSockets } from './transport/server.ts';

export interface DaemonOptions {
  home: string;
  /** Discard the claims of another PID namespace. */
  fresh: boolean;
  /** Presume that the owner on another machine is dead. */
  breakLock: boolean;
  /** Everything wanted is dormant: nothing is started automatically. */
  atRest: boolean;
  /** An init system restarts it on request. */
  supervised: boolean;
  /**
   * Called once it owns the home and clients can find its socket; they wait until this resolves. Nothing has been
   * started yet.
   */
  published: (socketPath: string) => Promise<void>;
  /** Writes a line to the daemon's log. */
  log: (message: string) => void;
}

/**
 * A running daemon: owner of its home, writer of the ledger, supervisor of the apps. {@link Daemon.start} binds the
 * socket, takes the lock, opens the ledger, adopts live processes and serves requests; {@link Daemon.shutDown} ends
 * it.
 */
export class Daemon {
  readonly native: Native;
  readonly #fleet: Fleet;
  readonly #server: DaemonServer;
  readonly #keeper: HomeKeeper;
  readonly #notices: string[];
  readonly #home: string;
  readonly #supervised: boolean;
  #comesBack = false;
  readonly #version = opmVersion();
  readonly #hooks: HookSession;
  readonly #gate = new Gate();
  readonly #restores: RestoreService;
  readonly #upkeep: Upkeep;
  readonly #log: (message: string) => void;
  readonly #begunMs = performance.now();
  readonly #ended: Promise<void>;
  #end!: () => void;
  #stopping: Promise<Intents['shutdown']['result']> | null = null;

  private constructor(parts: {
    fleet: Fleet;
    native: Native;
    server: DaemonServer;
    lock: LedgerLock;
    home: string;
    secret: Buffer;
    supervised: boolean;
    hooks: HookSession;
    notices: string[];
    log: (message: string) => void;
  }) {
    this.#fleet = parts.fleet;
    this.native = parts.native;
    this.#server = parts.server;
    this.#home = parts.home;
    this.#supervised = parts.supervised;
    this.#notices = parts.notices;
    this.#hooks = parts.hooks;
    this.#restores = new RestoreService({
      fleet: parts.fleet,
      hooks: parts.hooks,
      gate: this.#gate,
      snapshots: homePaths(parts.home).snapshots,
    });
    this.#log = parts.log;
    const notice = (message: string) => {
      this.#log(message);
      this.#notices.push(message);
    };
    this.#upkeep = new Upkeep({ fleet: parts.fleet, note: parts.log, notice });
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#keeper = new HomeKeeper({
      home: parts.home,
      lock: parts.lock,
      server: parts.server,
      journal: parts.fleet.journal,
      notice,
      secret: parts.secret,
      lost: () => {
        this.#fleet.journal.abandon();
        void this.shutDown(true);
      },
    });
  }

  /**
   * Becomes the daemon of a home and serves requests.
   *
   * @throws OwnedByOther when someone else owns the home; OpmError when the home or the ledger is unusable
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { home, log } = options;
    prepareHome(home);
    const table = processTable();
    const server = await createServer({ home, onError: (error) => log(`bug: ${describeBug(error)}`) });
    let lock: LedgerLock | null = null;
    try {
      const acquisition = await tryAcquireLock({
        home,
        socket: server.socketPath,
        breakLock: options.breakLock,
      });
      if (!acquisition.acquired) throw new OwnedByOther(acquisition);
      lock = acquisition.lock;
      await sweepSockets(home, server.socketPath);
      const native = openNative({ folders: [home, tmpdir()], env: process.env });
      native.ownProcess?.unblockSignals();
      await setOwnLimits(native.ownProcess);
      const { journal, secret, lost, notices } = openLedger(home);
      if (options.atRest) journal.record([{ op: 'close', at: new Date().toISOString() }]);
      const { initOfNamespace } = lock.owner;
      const life = { home, pid: process.pid, initOfNamespace, fresh: options.fresh };
      const recovered = recover({ journal, table, secret, lost, ...life });
      if (acquisition.keptAside !== null) {
        notices.push(`The lock file was damaged; the damaged file was kept as "${acquisition.keptAside}"`);
      }
      notices.push(...recovered.notices, ...recovered.plan.unverifiable.map(({ reason }) => reason));
      for (const notice of notices) log(notice);
      const hooks = new HookSession({ home, journal, log: (line) => log(hookLine(line)) });
      const threads = journal.state.context?.settings.threads ?? DEFAULT_SETTINGS.threads;
      const machine = systemMachine({ table, native, threads, strays: recovered.strays, home });
      const supervisor = new Supervisor({
        journal,
        machine,
        home,
        secret,
        events: { ...processHooks(journal, hooks), note: log },
        pluginEnv: (instance) => hooks.envFor(instance),
      });
      const fleet = { supervisor, journal, machine };
      const parts = { fleet, native, server, lock, home, secret, hooks, notices, log };
      const daemon = new Daemon({ ...parts, supervised: options.supervised });
      if (process.pid === 1 && machine.orphans === null) log(CANNOT_REAP);
      handOver(supervisor, recovered.plan);
      server.publish();
      faultPoint('recovery.before-serve');
      await options.published(server.socketPath);
      daemon.#goOn(recovered.plan);
      server.serve(daemon.#handlers(), (intent, connection, caller) => {
        const peer = native.peerOf && peerOfRequest(connection, caller, native.peerOf);
        log(askedLine({ intent, peer, caller }));
      });
      log(`serving ${home} as process ${process.pid}, ${recovered.plan.adopt.length} processes adopted`);
      return daemon;
    } catch (error) {
      server.retract();
      lock?.release();
      await server.close(0);
      throw error;
    }
  }

  get supervisor(): Supervisor {
    return this.#fleet.supervisor;
  }

  /** Resolves once the daemon has ended and released its home. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Whether it has ended, or is about to, only so that its init system can start it again. */
  get comesBack(): boolean {
    return this.#comesBack;
  }

  /**
   * Ends the daemon. Stops the apps first, in reverse order, unless `keepApps` is set: then they keep running and the
   * next daemon adopts them.
   */
  shutDown(keepApps: boolean): Promise<Intents['shutdown']['result']> {
    this.#stopping ??= this.#shutDown(keepApps);
    return this.#stopping;
  }

  #handlers(): Parameters<DaemonServer['serve']>[0] {
    const fleet = this.#fleet;
    const work = new TargetWork({ fleet, gate: this.#gate });
    return makeHandlers({
      fleet,
      restores: this.#restores,
      commands: new CommandService({ fleet, work }),
      changes: new ChangeService({ fleet, work }),
      snapshots: new SnapshotState(homePaths(this.#home).snapshots, fleet.machine.table),
      notices: this.#notices,
      status: () => this.#status(),
      shutdown: async (keepApps, restart) => {
        this.#comesBack = restart && this.#supervised;
        return { ...(await this.shutDown(keepApps)), comesBack: this.#comesBack };
      },
      wipe: () => wipe(fleet, this.#gate),
    });
  }

  /** What recovery left to do: the follow-up, and finishing the restore that a dead daemon left open. */
  #goOn(plan: Parameters<typeof followUp>[1]): void {
    followUp(this.#fleet, plan, this.#gate).catch((error) => this.#log(`bug: ${describeBug(error)}`));
    this.#upkeep.begin();
    this.#hooks.revive().catch((error) => this.#log(`the plugins cannot be loaded: ${messageOf(error)}`));
    const { restore, due } = this.#fleet.journal.state;
    if (restore === null && due === null) return;
    this.#log('finishing the interrupted restore');
    this.#restores
      .finishInterrupted()
      .then((lines) => {
        for (const line of lines) this.#log(line);
      })
      .catch((error) => this.#log(`bug: ${describeBug(error)}`));
  }

  #status(): DaemonStatus {
    return {
      running: true,
      pid: process.pid,
      home: this.#home,
      version: this.#version,
      runtime: runtimeLabel(),
      uptimeMs: Math.round(performance.now() - this.#begunMs),
      ...this.supervisor.countProcesses(),
      native: this.native.report,
    };
  }

  async #shutDown(keepApps: boolean): Promise<Intents['shutdown']['result']> {
    let result: Intents['shutdown']['result'];
    if (keepApps) {
      // A running restore stays open in the ledger; the next daemon carries on with it.
      result = { stopped: 0, kept: idsWithProcess(this.#fleet).length, failed: [] };
    } else {
      await this.#restores.end('the daemon is being shut down');
      result = await stopEverything(this.#fleet);
    }
    // The answer to this very request must reach its client before the socket goes away.
    setImmediate(() => void this.#leave().catch((error) => this.#log(`bug: ${describeBug(error)}`)));
    return result;
  }

  async #leave(): Promise<void> {
    const { supervisor, journal } = this.#fleet;
    await this.#server.drain();
    this.#upkeep.close();
    await supervisor.close();
    await this.#hooks.close();
    journal.close();
    faultPoint('shutdown.closed');
    this.#server.retract();
    this.#keeper.release();
    await this.#server.close();
    this.#log('ended');
    this.#end();
  }
}
