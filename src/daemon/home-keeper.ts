import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { messageOf } from '../errors.ts';
import type { Journal } from '../ledger/journal.ts';
import { type LedgerLock, tryAcquireLock } from '../ledger/lock/lock.ts';
import { writeHomeSecret } from '../runtime/files/home-secret.ts';
import { homePaths, prepareHome } from '../runtime/home.ts';
import type { DaemonServer } from './transport/server.ts';

/** Deleting a home deletes many files; anything recreated in the middle of that would only get in the way. */
const SETTLE_MS = 50;
/** How long to wait before retrying to recreate a home: no event says when that becomes possible. */
const RETRY_MS = 1000;
/**
 * How often to check once the lock file has been touched: Bun 1.4.5 may lose every event of a path that is watched
 * again (221 of 300 deletions in one run, none in the next).
 */
const RECHECK_MS = 1000;

/**
 * Keeps the lock of a home while a daemon lives. When someone deletes the home, it is recreated from what the daemon
 * knows, lock first. If the lock has another owner by then, this is no longer the daemon: `lost` is called.
 *
 * It watches the lock file itself, which nobody touches in normal operation, so the watch costs nothing. Only after a
 * first event is the file also checked on a timer.
 */
export class HomeKeeper {
  readonly #home: string;
  readonly #server: DaemonServer;
  readonly #journal: Journal;
  readonly #secret: Buffer;
  readonly #notice: (message: string) => void;
  readonly #lost: () => void;
  #lock: LedgerLock;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isWatched = false;
  #wasTouched = false;
  #isWhole = true;
  #closed = false;

  constructor(options: {
    home: string;
    lock: LedgerLock;
    server: DaemonServer;
    journal: Journal;
    /** What the home's processes are recognized by. */
    secret: Buffer;
    /** Something the user should know. */
    notice: (message: string) => void;
    /** The home has another owner: write nothing there, leave the apps alone, end. */
    lost: () => void;
  }) {
    this.#home = options.home;
    this.#lock = options.lock;
    this.#server = options.server;
    this.#journal = options.journal;
    this.#secret = options.secret;
    this.#notice = options.notice;
    this.#lost = options.lost;
    this.#watch();
  }

  /** Gives up the home. Call it before the socket is closed. */
  release(): void {
    this.close();
    this.#lock.release();
  }

  /** Stops watching. */
  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #watch(): void {
    this.#isWatched = true;
    try {
      this.#watcher = watch(homePaths(this.#home).lock, { persistent: false }, () => this.#touched());
      this.#watcher.on('error', () => {});
    } catch (error) {
      this.#notice(`Cannot watch "${this.#home}", so its deletion would go unnoticed: ${messageOf(error)}`);
    }
    // It may have disappeared before the watch began.
    this.#soon(SETTLE_MS);
  }

  #touched(): void {
    // Close it at once: Deno 2.9 does not see a path that is watched again right after the old watch was closed.
    this.#watcher?.close();
    this.#watcher = null;
    this.#isWatched = false;
    this.#wasTouched = true;
    this.#soon(SETTLE_MS);
  }

  #soon(delayMs: number): void {
    if (this.#closed || this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#look().catch((error) => {
        this.#notice(`"${this.#home}" was deleted and cannot be recreated yet: ${messageOf(error)}`);
        this.#soon(RETRY_MS);
      });
    }, delayMs).unref();
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    const held = this.#lock.stillHeld();
    if (held && this.#isWhole) {
      if (!this.#isWatched) this.#watch();
      else if (this.#wasTouched) this.#soon(RECHECK_MS);
      return;
    }
    this.#isWhole = false;
    prepareHome(this.#home);
    const { socketPath } = this.#server;
    if (isMissing(socketPath)) await this.#server.listenAnew();
    if (!held) {
      const acquisition = await tryAcquireLock({ home: this.#home, socket: socketPath });
      if (this.#closed) return;
      if (!acquisition.acquired) {
        this.#notice(
          `"${this.#home}" has another owner, ${acquisition.why}; the apps keep running without this daemon`,
        );
        this.#closed = true;
        this.#lost();
        return;
      }
      this.#lock = acquisition.lock;
    }
    this.#journal.compact();
    writeHomeSecret(homePaths(this.#home).secret, this.#secret);
    this.#server.publish();
    this.#isWhole = true;
    this.#notice(
      `"${this.#home}" was deleted while the daemon is running. The ledger was recreated and the apps keep running, but what ` +
        'was saved is gone (run "opm save"), and apps write to new log files only after a restart',
    );
    this.#watch();
  }
}

function isMissing(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}
